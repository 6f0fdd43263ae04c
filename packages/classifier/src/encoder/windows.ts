import type { StringSpan } from '../text/strings.ts'
import { describeUnits, type Question, readQuestion, type Surroundings } from './describe-units.ts'
import { describeWord, inSegment } from './describe-words.ts'
import { FEATURE_COUNT, featureRow } from './feature-table.ts'
import type { Prior, PriorOf } from './prior.ts'
import { type ReadText, readRegions } from './read-regions.ts'
import { stringsIn } from './strings-in.ts'
import { appendTokens, coveredBy, ownersOf, type Token } from './tokens.ts'

/** How a text is made ready for a model. */
export interface EncodeOptions extends Omit<Surroundings, 'query'> {
  /** What the text is wanted for. */
  readonly query?: string
  /** What a text that is no JSON is cut into; JSON is cut into fields. */
  readonly grain: 'field' | 'sentence'
  /**
   * What the linear model says of a string.
   * @default nothing
   */
  readonly priorOf?: PriorOf
  /**
   * Tokens of a window, marks and query included.
   * @default 512
   */
  readonly maxWindow?: number
}

/** A string of the text, in order: what a score is given to. */
export interface EncodedWord extends StringSpan {
  /** False where no piece of the vocabulary spells it: it has no score. */
  readonly isCovered: boolean
  /** What the linear model says of it. */
  readonly prior: Prior | undefined
}

/** What a model reads at once. */
export interface EncodedWindow {
  readonly length: number
  /** Numbers of pieces, `length` of them. */
  readonly ids: Int32Array
  /** For each token the numbers of its features, in the order of `FEATURE_NAMES`. */
  readonly features: Int32Array
  /** For each token the index of the word that it scores, or -1. Each covered word is scored by one token of one window. */
  readonly words: Int32Array
}

/** A text ready for a model. */
export interface EncodedText {
  readonly words: readonly EncodedWord[]
  readonly windows: readonly EncodedWindow[]
  /** The share of words that are not covered, as those of scripts that the vocabulary lacks. */
  readonly uncovered: number
}

const WINDOW = 512
const MAX_QUERY = 64
const OVERLAP = 64
const SEGMENTS = { key: 3, string: 4, scalar: 5, text: 6 } as const

/**
 * Cuts a text into windows of pieces with features, each with the query in front. Windows overlap; a word is scored where
 * it has the most text around it. Takes time in the length of the text.
 */
export function encodeWindows(text: string, options: EncodeOptions): EncodedText {
  const around = { priorOf: () => undefined, ...options, query: options.query ?? '' }
  const question = readQuestion(around)
  const read = readRegions(text, options.grain)
  const { words, tokens } = tokenize(text, read, around, question)
  const front = queryTokens(around, question)
  const room = (options.maxWindow ?? WINDOW) - front.length - 1
  const mark = featureRow({ segment: 1, rate: Math.round(around.rate * 10) })
  const end = { id: options.wordpiece.separator, features: mark, word: -1 }
  const windows = cutWindows(tokens, room).map(({ from, to, scoreFrom, scoreTo }) =>
    pack([
      ...front,
      ...tokens
        .slice(from, to)
        .map((token, i) => (from + i < scoreFrom || from + i >= scoreTo ? unscored(token) : token)),
      end,
    ]),
  )
  const uncovered = words.filter((word) => !word.isCovered).length
  return { words, windows, uncovered: words.length === 0 ? 0 : uncovered / words.length }
}

function tokenize(
  text: string,
  { view, units, regions }: ReadText,
  around: Surroundings & { readonly priorOf: PriorOf },
  question: Question,
): { words: EncodedWord[]; tokens: Token[] } {
  const unitRows = describeUnits(text, units, around, question)
  const none = featureRow({ rate: Math.round(around.rate * 10) })
  const found = regions.map((region) => stringsIn(view, region.start, region.end))
  const counts = new Map<string, number>()
  for (const { string } of found.flat()) counts.set(string, (counts.get(string) ?? 0) + 1)
  const seen = new Set<string>()
  const words: EncodedWord[] = []
  const tokens: Token[] = []
  for (const [i, region] of regions.entries()) {
    const base = region.unit === undefined ? none : unitRows[region.unit.index]!
    const row = inSegment(base, SEGMENTS[region.segment])
    const priors = found[i]!.map((word) => around.priorOf(word, region.unit))
    const rows = found[i]!.map((word, at) => {
      const isFirst = !seen.has(word.string)
      seen.add(word.string)
      const place = { count: counts.get(word.string)!, isFirst, leads: at === 0 }
      return describeWord(row, word, place, around, question, priors[at])
    })
    const pieces = around.wordpiece.piecesOf(view, region.start, region.end)
    const owners = ownersOf(pieces, found[i]!)
    const covered = coveredBy(pieces, owners, around.wordpiece.unknown)
    appendTokens(tokens, { pieces, owners, covered, rows, plain: row, firstWord: words.length })
    for (const [at, word] of found[i]!.entries())
      words.push({ ...word, isCovered: covered.has(at), prior: priors[at] })
  }
  return { words, tokens }
}

/** `[CLS] query [SEP]`. */
function queryTokens(around: Surroundings, question: Question): Token[] {
  const rate = Math.round(around.rate * 10)
  const mark = featureRow({ segment: 1, rate })
  const tokens: Token[] = [{ id: around.wordpiece.begin, features: mark, word: -1 }]
  if (question.asked.weight === 0) return tokens
  const row = featureRow({ segment: 2, rate })
  const { query } = around
  for (const { id } of around.wordpiece.piecesOf(query).slice(0, MAX_QUERY)) {
    tokens.push({ id, features: row, word: -1 })
  }
  tokens.push({ id: around.wordpiece.separator, features: mark, word: -1 })
  return tokens
}

interface Cut {
  readonly from: number
  readonly to: number
  /** The tokens that this window scores. */
  readonly scoreFrom: number
  readonly scoreTo: number
}

/** Windows of `room` tokens that overlap; each token is scored by the one in which it is farther from an end. */
function cutWindows(tokens: readonly Token[], room: number): Cut[] {
  if (tokens.length === 0) return []
  const stride = Math.max(1, room - OVERLAP)
  const count = 1 + Math.max(0, Math.ceil((tokens.length - room) / stride))
  const half = OVERLAP >> 1
  return Array.from({ length: count }, (_, i) => {
    const from = i * stride
    const to = Math.min(tokens.length, from + room)
    const isLast = i === count - 1
    return {
      from,
      to,
      scoreFrom: i === 0 ? 0 : from + half,
      scoreTo: isLast ? tokens.length : from + stride + half,
    }
  })
}

function unscored(token: Token): Token {
  return token.word === -1 ? token : { ...token, word: -1 }
}

function pack(tokens: readonly Token[]): EncodedWindow {
  const features = new Int32Array(tokens.length * FEATURE_COUNT)
  for (const [i, token] of tokens.entries()) features.set(token.features, i * FEATURE_COUNT)
  return {
    length: tokens.length,
    ids: Int32Array.from(tokens, (token) => token.id),
    features,
    words: Int32Array.from(tokens, (token) => token.word),
  }
}
