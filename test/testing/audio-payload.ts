import type { LibraryFormat } from '../../src/testing.ts'

/** The audio of a generated file without tags, pages and headers, found independently of the code that wrote it. */
export const audioPayload = (format: LibraryFormat, file: Buffer): string => {
  switch (format) {
    case 'mp3':
      return mp3(file)
    case 'flac':
      return flac(file)
    case 'm4a':
      return m4a(file)
    case 'ogg':
      return oggPackets(file).slice(3).join(' ')
    case 'opus':
      return oggPackets(file).slice(2).join(' ')
  }
}

const mp3 = (file: Buffer): string => {
  const tagBytes = [6, 7, 8, 9].reduce((size, at) => size * 128 + file.readUInt8(at), 0) + 10
  const info = file.indexOf('Info', tagBytes)
  return file.toString('hex', tagBytes, tagBytes + file.readUInt32BE(info + 12))
}

const flac = (file: Buffer): string => {
  let at = 4
  for (let last = false; !last; at += 4 + file.readUIntBE(at + 1, 3)) last = file.readUInt8(at) >= 0x80
  return file.toString('hex', at)
}

const m4a = (file: Buffer): string => {
  let at = 0
  while (file.toString('latin1', at + 4, at + 8) !== 'mdat') at += file.readUInt32BE(at)
  return file.toString('hex', at + 8, at + file.readUInt32BE(at))
}

const oggPackets = (file: Buffer): string[] => {
  const packets: string[] = []
  let packet = ''
  for (let at = 0; at < file.length; ) {
    const segments = file.readUInt8(at + 26)
    let data = at + 27 + segments
    for (const size of file.subarray(at + 27, data)) {
      packet += file.toString('hex', data, data + size)
      data += size
      if (size === 255) continue
      packets.push(packet)
      packet = ''
    }
    at = data
  }
  return packets
}
