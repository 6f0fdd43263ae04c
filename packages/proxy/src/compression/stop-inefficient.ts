import { type ResolvedConversationOptions, shouldContinue } from '@x/dictionary/conversation'
import type { RenderedPart } from '@x/pipeline'
import { netEfficiency, turnsOf } from './turns.ts'

/** A conversation after the efficiency rule. */
export interface RuledConversation {
  readonly parts: readonly RenderedPart[]
  readonly turns: number
  /** Net efficiencies of the last turns, oldest first, as many as the rule looks at. */
  readonly recent: readonly number[]
  readonly isStopped: boolean
}

/**
 * KrunchWrapper's automatic stop: after the first turn that saves too little, later parts stay as they came. It is decided
 * from the parts before it alone, so that what was sent stays sent; a part that stays verbatim needs nothing that an
 * earlier one defined.
 */
export function stopInefficient(
  parts: readonly RenderedPart[],
  thresholdTokens: number,
  rules: ResolvedConversationOptions,
  applies: boolean,
): RuledConversation {
  const turns = turnsOf(parts, thresholdTokens)
  const efficiencies = turns.map(netEfficiency)
  const window = rules.efficiencyTrendWindow
  const recentAt = (end: number): number[] => efficiencies.slice(Math.max(0, end - window), end)
  const last = turns.findIndex((_turn, at) => !shouldContinue(at + 1, recentAt(at + 1), rules))
  const isStopped = last >= 0
  const count = isStopped ? last + 1 : turns.length
  const kept = applies && isStopped ? (turns[last]?.end ?? parts.length) : parts.length
  return {
    parts:
      kept >= parts.length ? parts : parts.map((part, at) => (at < kept ? part : asCame(part))),
    turns: turns.length,
    recent: recentAt(count),
    isStopped,
  }
}

function asCame({ part, tokensBefore }: RenderedPart): RenderedPart {
  return { part, text: part.text, fidelity: 'verbatim', tokensBefore, tokensAfter: tokensBefore }
}
