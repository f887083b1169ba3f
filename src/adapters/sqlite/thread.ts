import { parentPort, workerData } from 'node:worker_threads'
import { ScanError } from '../../core/errors.ts'
import { checkpoints } from './checkpoints.ts'
import { plainError, type Request, replyText } from './messages.ts'
import { busyTimeout, openFile } from './open-file.ts'
import { openError } from './sqlite-error.ts'

/** The thread that a database file lives in. The first message says whether it opened; then each request has one reply, in order. */
const serve = (port: NonNullable<typeof parentPort>, path: string): void => {
  const { engine, database, close } = openFile(path)
  const log = checkpoints(database, path, busyTimeout)
  const ports = engine as unknown as Readonly<
    Record<string, Readonly<Record<string, (...args: readonly unknown[]) => unknown>>>
  >
  port.on('message', (message: string | null) => {
    if (message === null) {
      log.stop()
      close()
      port.close()
      return
    }
    const [id, name, method, args]: Request = JSON.parse(message)
    try {
      port.postMessage(replyText(id, ports[name]?.[method]?.(...args)))
    } catch (error) {
      port.postMessage(JSON.stringify({ id, error: plainError(error) }))
    }
    log.afterCall()
  })
  port.postMessage(null)
}

if (parentPort === null) throw new ScanError('INTERNAL', 'The database thread is started by sqliteStorage.')
try {
  serve(parentPort, workerData.path)
} catch (error) {
  parentPort.postMessage(JSON.stringify({ id: 0, error: plainError(openError(error, workerData.path)) }))
}
