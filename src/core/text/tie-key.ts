/**
 * A key whose byte order is: disc, track, root id, path. What says nothing counts as 0. It decides between tracks that are otherwise equal, the same on every machine.
 */
export const tieKey = (discNumber: number | null, trackNumber: number | null, rootId: string, path: string): string =>
  `${number(discNumber)}${number(trackNumber)}${rootId}\u0001${path}`

const number = (value: number | null): string => String(value ?? 0).padStart(10, '0')
