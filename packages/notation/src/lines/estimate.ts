/** Guesses how many tokens a text takes; ranks choices, and never decides what leaves. */
export type Estimator = (text: string) => number

/** An estimator that remembers short texts, for one rendering. */
export function createEstimator(): Estimator {
  const known = new Map<string, number>()
  return (text) => {
    if (text.length > 200) return estimateTokens(text)
    let tokens = known.get(text)
    if (tokens === undefined) {
      tokens = estimateTokens(text)
      known.set(text, tokens)
    }
    return tokens
  }
}

/** Kinds of characters: 0 blank, 1 digit, 2 lower case, 3 upper case, 4 other. */
const KINDS = Uint8Array.from({ length: 128 }, (_, code) => {
  if (code <= 32) return 0
  if (code >= 48 && code <= 57) return 1
  if (code >= 97 && code <= 122) return 2
  return code >= 65 && code <= 90 ? 3 : 4
})

function estimateTokens(text: string): number {
  let tokens = 0
  let from = 0
  while (from < text.length) {
    const to = endOfPiece(text, from)
    tokens += pieceTokens(text, from, to)
    from = to
  }
  return tokens
}

/** A piece is a run of one kind of character; one upper case letter belongs to the lower case ones after it. */
function endOfPiece(text: string, from: number): number {
  let kind = kindAt(text, from)
  let to = from + 1
  if (kind === 3 && kindAt(text, to) === 2) kind = 2
  while (to < text.length && kindAt(text, to) === kind) to += 1
  return to
}

function kindAt(text: string, at: number): number {
  return KINDS[text.charCodeAt(at)] ?? 4
}

/** As the pre-tokenizers of GPT cut: one blank or sign joins the word behind it, one blank the signs behind it. */
function pieceTokens(text: string, from: number, to: number): number {
  const length = to - from
  const next = to < text.length ? kindAt(text, to) : 0
  switch (kindAt(text, from)) {
    case 0:
      return length === 1 && text[from] === ' ' && next !== 1 ? 0 : 1
    case 1:
      return Math.ceil(length / 3)
    case 2:
    case 3:
      return length <= 8 ? 1 : 1 + (length - 8) / 8
    default:
      return signTokens(text, from, next === 2 || next === 3 ? to - 1 : to)
  }
}

const JOINED_SIGN_TOKENS = 0.3

function signTokens(text: string, from: number, to: number): number {
  if (to === from) return JOINED_SIGN_TOKENS
  if (text.charCodeAt(from) > 127) return to - from
  return text[from] === text[to - 1] ? 1 + (to - from) / 30 : Math.ceil((to - from) / 2)
}
