import { ScanError } from '../../core/errors.ts'
import { wordsOf } from '../support/reach.ts'

/** A URL without its password, which may be a parameter of it, too. */
export const placeOf = (url: string): string => {
  if (!URL.canParse(url)) return 'Redis at that URL'
  const shown = new URL(url)
  shown.password = ''
  for (const name of [...shown.searchParams.keys()]) if (/password/i.test(name)) shown.searchParams.delete(name)
  return `Redis at ${shown.href}`
}

/** The sentence for a server that cannot be used: what, where, what to do. */
export const redisError = (error: unknown, place: string): ScanError => {
  if (ScanError.is(error)) return error
  return new ScanError('QUEUE_UNAVAILABLE', `${place} cannot be used: ${adviceFor(error)}.`, {
    cause: error,
    retryable: true,
  })
}

/** What to do, by what the server, the client or the system says. */
const advice: readonly (readonly [RegExp, string])[] = [
  [/WRONGPASS|invalid password/, 'it does not take the user or the password: check both in the URL'],
  [/NOAUTH/, 'it wants a password: put it into the URL, as in redis://:password@host:6379'],
  [/LOADING/, 'it is still loading its data: try again in a moment'],
  [/max number of clients/, 'it has no connection left: raise its maxclients, or open fewer'],
  [/ENOTFOUND|EAI_AGAIN/, 'there is no such host: check the name in the URL'],
  [/ECONNREFUSED/, 'nothing listens there: start the server, or check host and port in the URL'],
  [
    /ETIMEDOUT|in time|timed out/,
    'it does not answer: check host, port and firewalls, and that it speaks TLS if the URL begins with rediss://',
  ],
  [/RESP type/, 'what listens there is no Redis: check host and port in the URL'],
  [/invalid DB index|out of range/, 'it has no database of that number: check the end of the URL'],
  [/EPROTO|ERR_SSL/, 'it does not speak TLS: begin the URL with redis://, or set TLS up'],
  [
    /CERT/,
    'its certificate is not trusted: check the host in the URL, or give Node its authority (NODE_EXTRA_CA_CERTS)',
  ],
  [
    /ECONNRESET|EPIPE|Connection is closed/,
    'it closes the connection: check that it is a Redis, and whether it wants TLS (rediss://)',
  ],
]

const adviceFor = (error: unknown): string => {
  const words = wordsOf(error)
  if (/NOPERM/.test(words)) return `the user lacks a right: give it commands and keys with ACL SETUSER (${words})`
  const { code = '' } = error as { code?: string }
  return advice.find(([about]) => about.test(`${code} ${words}`))?.[1] ?? words
}
