import { parentPort, workerData } from 'node:worker_threads'
import { ScanError } from '../../core/errors.ts'
import { checkpoints } from './checkpoints.ts'
import type { Methods } from './engine.ts'
import { plainError, type Request, type RequestText, replyText, requestOf } from './messages.ts'
import { busyTimeout, openFile } from './open-file.ts'
import { openError } from './sqlite-error.ts'

/** The thread that a database file lives in. The first message says whether it opened; then each request has one reply, in order. */
const serve = (port: NonNullable<typeof parentPort>, path: string): void => {
  const { engine, database, close } = openFile(path)
  const log = checkpoints(database, path, busyTimeout)
  let before: Promise<void> | undefined

  const answer = ([id, , method, args]: Request, methods: Methods): void => {
    try {
      port.postMessage(replyText(id, methods[method]?.(...args)))
    } catch (error) {
      port.postMessage(JSON.stringify({ id, error: plainError(error) }))
    }
    log.afterCall()
  }
  const receive = (message: RequestText | null): void | Promise<void> => {
    if (message === null) {
      log.stop()
      close()
      port.close()
      return
    }
    const request = requestOf(message)
    const methods = engine.port(request[1])
    if (methods instanceof Promise) return methods.then((loaded) => answer(request, loaded))
    answer(request, methods)
  }
  port.on('message', (message: RequestText | null) => {
    // While a port is loaded, what comes after its first request waits in line.
    const under = before === undefined ? receive(message) : before.then(() => receive(message))
    if (under === undefined) return
    const mine = under.finally(() => {
      if (before === mine) before = undefined
    })
    before = mine
  })
  port.postMessage(null)
}

if (parentPort === null) throw new ScanError('INTERNAL', 'The database thread is started by sqliteStorage.')
try {
  serve(parentPort, workerData.path)
} catch (error) {
  parentPort.postMessage(JSON.stringify({ id: 0, error: plainError(openError(error, workerData.path)) }))
}
