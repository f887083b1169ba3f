import type { JsonText } from './json-text.ts'

/** The methods of a port as they run beside the database: at once. */
export type Synchronous<T> = {
  readonly [K in keyof T]: T[K] extends (...args: infer Args) => Promise<infer Result>
    ? (...args: Args) => Result
    : never
}

/** Methods of a port whose results are put together as JSON. */
export type Packed<T> = {
  readonly [K in keyof T]: T[K] extends (...args: infer Args) => unknown ? (...args: Args) => JsonText : never
}
