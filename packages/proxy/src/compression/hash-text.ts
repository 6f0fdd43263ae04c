/**
 * A hash of 64 bits in hexadecimal (two lanes of FNV-1a with different seeds over UTF-16 code units). It tells the
 * conversations of one caller apart; nothing is kept from anybody by it.
 */
export function hashText(text: string): string {
  let left = 0x811c9dc5
  let right = 0xc9dc5811
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    left = Math.imul(left ^ unit, 0x01000193)
    right = Math.imul(right ^ (unit + 0x9e37), 0x85ebca6b)
  }
  return [left, right].map((lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('')
}
