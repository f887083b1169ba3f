const table = (width: 8 | 16 | 32, polynomial: number): Uint32Array =>
  Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte << (width - 8)
    for (let bit = 0; bit < 8; bit++) value = (value >>> (width - 1)) & 1 ? (value << 1) ^ polynomial : value << 1
    return width === 32 ? value >>> 0 : value & (2 ** width - 1)
  })

const CRC8 = table(8, 0x07)
const CRC16 = table(16, 0x8005)
const OGG = table(32, 0x04c11db7)

const entry = (of: Uint32Array, index: number): number => of[index & 0xff] ?? 0

/** CRC-8 of a FLAC frame header (RFC 9639 §9.1.8). */
export const flacHeaderCrc = (data: Uint8Array): number => {
  let crc = 0
  for (const byte of data) crc = entry(CRC8, crc ^ byte)
  return crc
}

/** CRC-16 of a FLAC frame (RFC 9639 §9.3). */
export const flacFrameCrc = (data: Uint8Array): number => {
  let crc = 0
  for (const byte of data) crc = ((crc << 8) & 0xffff) ^ entry(CRC16, (crc >>> 8) ^ byte)
  return crc
}

/** CRC-32 of an Ogg page with its checksum field zeroed (RFC 3533 §6). */
export const oggPageCrc = (page: Uint8Array): number => {
  let crc = 0
  for (const byte of page) crc = (crc << 8) ^ entry(OGG, (crc >>> 24) ^ byte)
  return crc >>> 0
}
