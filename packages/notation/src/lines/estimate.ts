/** Guesses how many tokens a text takes; ranks choices, and never decides what leaves. */
export type Estimator = (text: string) => number

/** An estimator that remembers short texts, for one rendering. */
export function createEstimator(): Estimator {
  const known = new Map<string, number>()
  return (text) => {
    if (text.length > 64) return estimateTokens(text)
    let tokens = known.get(text)
    if (tokens === undefined) {
      tokens = estimateTokens(text)
      known.set(text, tokens)
    }
    return tokens
  }
}

const PIECE = /[A-Z]?[a-z]+|[A-Z]+|\d+|[^\sA-Za-z0-9]+|\s+/g

function estimateTokens(text: string): number {
  let tokens = 0
  for (const [piece] of text.matchAll(PIECE)) tokens += pieceTokens(piece)
  return tokens
}

function pieceTokens(piece: string): number {
  const first = piece.charCodeAt(0)
  const { length } = piece
  if (first >= 48 && first <= 57) return Math.ceil(length / 3)
  if (first <= 32) return piece === ' ' ? 0.4 : 1
  if (isLetter(first)) return length <= 8 ? 1 : 1 + (length - 8) / 7
  if (first > 127) return length
  return piece[0] === piece[length - 1] ? 1 + length / 20 : Math.ceil(length / 2)
}

function isLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122)
}
