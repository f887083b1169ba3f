/** The methods of a port as they run beside the database: at once. */
export type Synchronous<T> = {
  readonly [K in keyof T]: T[K] extends (...args: infer Args) => Promise<infer Result>
    ? (...args: Args) => Result
    : never
}
