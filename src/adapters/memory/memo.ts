/** A value computed when asked for, and again after what it was computed from has another version. */
export const memo = <Value>(version: () => string | number, compute: () => Value): (() => Value) => {
  let known: { readonly version: string | number; readonly value: Value } | undefined
  return () => {
    const now = version()
    if (known?.version !== now) known = { version: now, value: compute() }
    return known.value
  }
}
