import { writeFileSync } from 'node:fs'
import { extract } from './sections/extract.ts'
import { left } from './sections/left.ts'
import { loop } from './sections/loop.ts'
import { memoryOfMillion } from './sections/million.ts'
import { rescan } from './sections/rescan.ts'
import { scan } from './sections/scan.ts'
import { servers } from './sections/servers.ts'
import { machine } from './support/machine.ts'
import { holds, reportText, type SectionReport } from './support/report.ts'
import { type Settings, settingsOf } from './support/settings.ts'

// npm run bench [-- sections… --corpus DIR --files N --rounds N --generated N --scratch DIR --json FILE]; see README.md.
// A bar that does not hold is printed, it does not fail the run: only a section that cannot measure does.

const sections: Readonly<Record<string, (settings: Settings) => Promise<SectionReport>>> = {
  extract,
  scan,
  rescan,
  loop,
  million: memoryOfMillion,
  servers,
  left,
}

const settings = settingsOf(process.argv.slice(2), ['extract', 'scan', 'rescan', 'loop'])
const unknown = settings.sections.filter((name) => sections[name] === undefined)
if (unknown.length > 0)
  throw new TypeError(`No section ${unknown.join(', ')}; there are ${Object.keys(sections).join(', ')}.`)

const results: Record<string, unknown> = {}
for (const name of settings.sections) {
  const on = machine()
  process.stdout.write(`\n── ${name} · ${on.cores} × ${on.processor} · Node ${on.node} · load ${on.load}\n\n`)
  try {
    const report = await sections[name]?.(settings)
    if (report === undefined) continue
    process.stdout.write(reportText(report))
    const checks = report.checks.map((check) => ({ ...check, holds: holds(check) }))
    results[name] = { machine: on, tables: report.tables, checks }
  } catch (error) {
    process.exitCode = 1
    process.stdout.write(`${name} could not be measured: ${error instanceof Error ? error.stack : String(error)}\n`)
    results[name] = { machine: on, error: String(error) }
  }
}

const json = `${JSON.stringify(results, null, 2)}\n`
if (settings.json === undefined) process.stdout.write(`\n${json}`)
else writeFileSync(settings.json, json)
