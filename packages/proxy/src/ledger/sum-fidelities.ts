import type { PartTokens } from '../compression/compressor.ts'

const FIDELITIES = ['verbatim', 'exact', 'lossy'] as const

/** Adds parts up by fidelity; a fidelity without parts is left out. */
export function sumFidelities(parts: readonly PartTokens[]): PartTokens[] {
  return FIDELITIES.flatMap((fidelity) => {
    const alike = parts.filter((part) => part.fidelity === fidelity)
    if (alike.length === 0) return []
    const sum = (count: (part: PartTokens) => number): number =>
      alike.reduce((total, part) => total + count(part), 0)
    return [
      {
        fidelity,
        tokensBefore: sum(({ tokensBefore }) => tokensBefore),
        tokensAfter: sum(({ tokensAfter }) => tokensAfter),
      },
    ]
  })
}
