import { bytesOfContent, type Content } from './content.ts'
import { sha256Hex } from './sha256.ts'

/** Proof, or disproof, that a round trip changed nothing. */
export interface Verification {
  /** Both sides are the same, code unit for code unit or byte for byte. */
  readonly isExact: boolean
  /** Share of positions (code units, bytes) that differ, those that only one side has included; 0 for an exact one. */
  readonly reconstructionError: number
  readonly originalSha256: string
  readonly decodedSha256: string
}

/** Compares an original with what came back: exact match, per-character reconstruction error, SHA-256 of both. */
export async function verifyRoundTrip(original: Content, decoded: Content): Promise<Verification> {
  return {
    isExact: typeof original === typeof decoded && differences(original, decoded) === 0,
    reconstructionError:
      differences(original, decoded) / Math.max(1, original.length, decoded.length),
    originalSha256: await sha256Hex(bytesOfContent(original).bytes),
    decodedSha256: await sha256Hex(bytesOfContent(decoded).bytes),
  }
}

function differences(original: Content, decoded: Content): number {
  const length = Math.max(original.length, decoded.length)
  let differing = 0
  for (let index = 0; index < length; index++) {
    if (unitAt(original, index) !== unitAt(decoded, index)) differing++
  }
  return differing
}

function unitAt(content: Content, index: number): number | undefined {
  return typeof content === 'string' ? content.charCodeAt(index) : content[index]
}
