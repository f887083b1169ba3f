import { opaqueId } from './opaque-id.ts'

/** The id of the album that a grouping key (`albumKey`) names. */
export const albumId = (key: string): string => opaqueId('album', key)
