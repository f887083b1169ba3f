import type { TestRunner } from './storage-contract/suite.ts'

/** A port to test, fresh: nothing was done to it yet. */
export interface PortUnderTest<Port> {
  readonly port: Port
  /** Another one over the same server, as another process would have it. Absent for ports of one process. */
  readonly connect?: () => Port
  /** Removes what was created; the ports are closed by then. */
  readonly dispose?: () => Promise<void>
}

/** What a suite of such a port needs. */
export interface PortContractOptions<Port> extends TestRunner {
  /** Makes a port; each case asks for one. */
  readonly create: () => Promise<PortUnderTest<Port>>
}

/** A case: what it shows, and how. `other` is a second connection, or `null` where there is none to be had. */
export type PortCases<Port> = Readonly<Record<string, (port: Port, other: Port | null) => Promise<void>>>

/** Runs each case on a port of its own, and closes it whatever the case did. */
export const portSuite = <Port extends { close(): Promise<void> }>(
  name: string,
  cases: PortCases<Port>,
  { describe, it, create }: PortContractOptions<Port>,
): void => {
  describe(`${name} contract`, () => {
    for (const [title, body] of Object.entries(cases)) {
      it(title, async () => {
        const { port, connect, dispose } = await create()
        const other = connect?.() ?? null
        try {
          await body(port, other)
        } finally {
          await Promise.all([port.close(), other?.close()])
          await dispose?.()
        }
      })
    }
  })
}
