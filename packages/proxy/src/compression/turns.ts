import type { RenderedPart } from '@x/pipeline'

/** What one turn of a conversation came to in tokens. */
export interface TurnTokens {
  readonly tokensBefore: number
  readonly tokensAfter: number
  /** Index of the first part after it. */
  readonly end: number
}

/**
 * The turns of a transcript from the threshold on: each ends with a text of the user or of a tool. They come from the
 * parts alone, so that every replica sees the same turns.
 */
export function turnsOf(parts: readonly RenderedPart[], thresholdTokens: number): TurnTokens[] {
  const turns: TurnTokens[] = []
  let read = 0
  let before = 0
  let after = 0
  parts.forEach(({ part, tokensBefore, tokensAfter }, at) => {
    read += tokensBefore
    if (part.kind === 'text') {
      before += tokensBefore
      after += tokensAfter
    }
    if (part.role !== 'user' && part.role !== 'tool') return
    if (read >= thresholdTokens) {
      turns.push({ tokensBefore: before, tokensAfter: after, end: at + 1 })
    }
    before = 0
    after = 0
  })
  return turns
}

/** Share of a turn's tokens that was saved; definitions are paid in the part that holds them, so that this is net. */
export function netEfficiency({ tokensBefore, tokensAfter }: TurnTokens): number {
  return tokensBefore === 0 ? 0 : 1 - tokensAfter / tokensBefore
}
