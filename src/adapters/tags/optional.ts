/** `{ [key]: value }`, or nothing when there is no value: for fields that are absent rather than undefined. */
export function optional<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: V }
}

/** A value while it is made: for objects whose absent fields would cost a spread each on a path where that shows. */
export type Mutable<T> = { -readonly [K in keyof T]: T[K] }
