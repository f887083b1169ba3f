// A stage of the host's own between extract and batch: tracks shorter than half a minute get the genre "Interlude".
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  batch,
  createScanner,
  discover,
  extract,
  persist,
  pipeline,
  type Stage,
  type TrackDraft,
} from '@soniquebay/scan'
import { generateLibrary } from '@soniquebay/scan/testing'

const interludes: Stage<TrackDraft, TrackDraft, 'interludes'> = {
  name: 'interludes',
  async *run(drafts) {
    for await (const draft of drafts) {
      const { reading } = draft
      if (reading === undefined || (reading.format.durationMs ?? Number.POSITIVE_INFINITY) > 30_000) {
        yield draft
        continue
      }
      const genres = [...(reading.tags.genres ?? []), 'Interlude']
      yield { ...draft, reading: { ...reading, tags: { ...reading.tags, genres } } }
    }
  },
}

const folder = await mkdtemp(join(tmpdir(), 'custom-stage-'))
await generateLibrary({ directory: folder, files: 50, seed: 2 })

// A stage that does not fit where it stands does not compile.
const stages = pipeline(discover()).pipe(extract()).pipe(interludes).pipe(batch()).pipe(persist())
const scanner = await createScanner({ roots: [folder], stages })
const report = await scanner.scan().result
const { items } = await scanner.library.tracks({ genre: 'Interlude', limit: 1000 })
console.log(`${report.stages.interludes.items} tracks went through, ${items.length} are interludes`)
if (report.stages.interludes.items !== 50) throw new Error('the example does not do what it says')

await scanner.close()
await rm(folder, { recursive: true })
