import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { findProgram } from './private-server.ts'

/** A user of the system, as `spawn` takes one. */
interface SystemUser {
  readonly uid: number
  readonly gid: number
}

/** Who Postgres runs as: it refuses to run as root. `undefined`: as we do. */
const postgresUser = (): SystemUser | undefined => {
  if (userInfo().uid !== 0) return undefined
  const [, , uid, gid] = /^postgres:.*/m.exec(readFileSync('/etc/passwd', 'utf8'))?.[0].split(':') ?? []
  if (uid === undefined || gid === undefined)
    throw new Error('Postgres does not run as root, and there is no user postgres.')
  return { uid: Number(uid), gid: Number(gid) }
}

/** A program of the newest Postgres here. */
export const postgresProgram = (name: 'initdb' | 'postgres'): string | undefined =>
  findProgram(name, 'TEST_POSTGRES_BIN', '/usr/lib/postgresql/*/bin')

/** A cluster that is made once for each version and user, and copied: making one takes seconds. */
const template = (initdb: string, user: SystemUser | undefined): string => {
  const [, version] = /(\d+)/.exec(execFileSync(initdb, ['--version'], { encoding: 'utf8' })) ?? []
  const path = join(tmpdir(), `soniquebay-test-postgres-${version}-${userInfo().uid}`)
  if (existsSync(path)) return path
  const making = mkdtempSync(join(tmpdir(), 'test-postgres-'))
  if (user !== undefined) chownSync(making, user.uid, user.gid)
  const how = ['--auth=trust', '--username=postgres', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync']
  try {
    execFileSync(initdb, [...how, '--pgdata', join(making, 'data')], { stdio: 'pipe', cwd: making, ...user })
    renameSync(making, path)
  } catch (error) {
    // Unless another test made it meanwhile.
    if (!existsSync(path)) throw error
  } finally {
    rmSync(making, { recursive: true, force: true })
  }
  return path
}

/** A new cluster in a folder of its own that trusts everybody, and who is to run it. */
export const makeCluster = (): {
  readonly folder: string
  readonly data: string
  readonly user: SystemUser | undefined
} => {
  const initdb = postgresProgram('initdb')
  if (initdb === undefined) throw new Error('PostgreSQL is not installed.')
  const user = postgresUser()
  const from = template(initdb, user)
  const folder = mkdtempSync(join(tmpdir(), 'test-postgres-'))
  const data = join(folder, 'data')
  cpSync(join(from, 'data'), data, { recursive: true })
  chmodSync(data, 0o700)
  if (user !== undefined) execFileSync('chown', ['-R', `${user.uid}:${user.gid}`, folder])
  return { folder, data, user }
}
