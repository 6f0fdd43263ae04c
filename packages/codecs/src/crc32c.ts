const POLYNOMIAL = 0x82f63b78

/** Eight tables (slicing by eight, Kounavis and Berry 2005): a byte a table lookup, eight bytes a step. */
const TABLES: readonly Int32Array[] = tables()

/** CRC-32C (Castagnoli, RFC 3720 B.4) of `bytes`, unsigned; `seed` continues an earlier result. */
export function crc32c(bytes: Uint8Array, seed = 0): number {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = TABLES as [
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
  ]
  let crc = ~seed
  let index = 0
  for (; index + 8 <= bytes.length; index += 8) {
    const low =
      crc ^
      (bytes[index]! |
        (bytes[index + 1]! << 8) |
        (bytes[index + 2]! << 16) |
        (bytes[index + 3]! << 24))
    crc =
      t7[low & 255]! ^
      t6[(low >>> 8) & 255]! ^
      t5[(low >>> 16) & 255]! ^
      t4[low >>> 24]! ^
      t3[bytes[index + 4]!]! ^
      t2[bytes[index + 5]!]! ^
      t1[bytes[index + 6]!]! ^
      t0[bytes[index + 7]!]!
  }
  for (; index < bytes.length; index++) crc = (crc >>> 8) ^ t0[(crc ^ bytes[index]!) & 255]!
  return ~crc >>> 0
}

function tables(): Int32Array[] {
  const first = Int32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 0 ? crc >>> 1 : (crc >>> 1) ^ POLYNOMIAL
    return crc
  })
  const all = [first]
  for (let step = 1; step < 8; step++) {
    const previous = all[step - 1] as Int32Array
    all.push(previous.map((crc) => (crc >>> 8) ^ first[crc & 255]!))
  }
  return all
}
