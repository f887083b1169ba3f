import { createServer as createHttpServer } from 'node:http'
import { createServer, type Server } from 'node:net'
import { onTestFinished } from 'vitest'

const portOf = async (server: Server): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** The port of a server that takes connections and never says a word. It ends with the test. */
export const silentPort = (): Promise<number> =>
  portOf(
    createServer((socket) => {
      socket.on('error', () => undefined)
      onTestFinished(() => void socket.destroy())
    }),
  )

/** The port of a web server. It ends with the test. */
export const webPort = (): Promise<number> => {
  const server = createHttpServer((_, response) => response.end('hello'))
  onTestFinished(() => server.closeAllConnections())
  return portOf(server)
}

/** The port of a server that ends every connection at once. It ends with the test. */
export const closingPort = (): Promise<number> =>
  portOf(
    createServer((socket) => {
      socket.on('error', () => undefined)
      socket.destroy()
    }),
  )
