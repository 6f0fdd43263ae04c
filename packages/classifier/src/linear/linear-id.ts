import { FORMAT } from './linear-model.ts'

/** Names linear weights, such as `linear-3-9f2a01c3`: their format, and FNV-1a of their bytes in hexadecimal. */
export function linearId(weights: Uint8Array): string {
  let hash = 0x811c9dc5
  for (const byte of weights) hash = Math.imul(hash ^ byte, 0x01000193)
  return `linear-${FORMAT}-${(hash >>> 0).toString(16).padStart(8, '0')}`
}
