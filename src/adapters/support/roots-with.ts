/** The roots of a scan with those of units that it gets, each once. */
export const rootsWith = (
  rootIds: readonly string[],
  units: readonly { readonly rootId: string }[],
): readonly string[] => [...new Set([...rootIds, ...units.map((unit) => unit.rootId)])]
