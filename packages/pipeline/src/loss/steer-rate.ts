import type { KeepUnit, TextProfile } from './keeper.ts'
import type { ResolvedLossPolicy } from './loss-policy.ts'

/** Of what a rate would drop, the densest text keeps this share. */
const MOST_SPARED = 0.3

/** Densities of plain prose, and those from which a text counts as all structure or all names. */
const STRUCTURE = { from: 0.04, to: 0.24 }
const TECHNICAL = { from: 0.1, to: 0.5 }
/** Few words in a line say more each than many. */
const WORDS = { from: 12, to: 3 }

/**
 * The rate for a text of this density: the asked one for plain prose, nearly a third of the way to 1 for text that is dense in
 * structure, names and numbers. Never below the asked rate, and it grows with it.
 */
export function steerRate({ rate, strategy }: ResolvedLossPolicy, profile: TextProfile): number {
  if (strategy !== 'auto') return rate
  const { structureRatio, technicalDensity, wordsPerLine } = profile.density
  const density =
    (climb(structureRatio, STRUCTURE) +
      climb(technicalDensity, TECHNICAL) +
      climb(wordsPerLine, WORDS)) /
    3
  return Math.round((rate + (1 - rate) * MOST_SPARED * density) * 1000) / 1000
}

function climb(
  value: number,
  { from, to }: { readonly from: number; readonly to: number },
): number {
  return Math.min(1, Math.max(0, (value - from) / (to - from)))
}

/** The unit that a strategy drops; `auto` fits the kind. */
export function unitFor({ strategy }: ResolvedLossPolicy, { kind }: TextProfile): KeepUnit {
  if (strategy === 'auto') return 'auto'
  // Sentences of JSON would leave no JSON.
  if (kind === 'json_api' || kind === 'tool_call') return 'field'
  return strategy === 'structured' ? 'line' : 'sentence'
}
