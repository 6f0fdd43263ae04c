import { askedTerms, stemOf } from '../encoder/query-overlap.ts'
import { HASH_BITS, hashTerm } from '../idf/hash-term.ts'
import type { Idf } from '../idf/idf.ts'
import type { Span } from '../text/span.ts'
import { STOP_WORDS } from '../text/stop-words.ts'
import { termsOf } from '../text/strings.ts'
import { wordsOf } from '../text/words.ts'
import { ASKED_FEATURES, describeAsked } from './asked-sentences.ts'
import { bucketOf } from './buckets.ts'
import type { Sentence } from './passages.ts'

/** A word of a text, and the numbers of its features in a table of 2^BITS weights. */
export interface DescribedWord extends Span {
  readonly sentence: number
  readonly features: Uint16Array
  readonly isStop: boolean
  /** A number, or a name that does not open its sentence. */
  readonly standsOut: boolean
  /** Whether a mark behind it ends what it belongs to. */
  readonly isLast: boolean
}

/** A question that a text is wanted for. */
export interface AskedAbout {
  /** The first letters of its terms. */
  readonly stems: ReadonlySet<string>
  /** The buckets of `ASKED_FEATURES` of each sentence. */
  readonly values: readonly Uint8Array[]
}

const WORD_BITS = 14
/** Number of weights of a model of words. */
export const WORD_WEIGHTS: number = 2 ** WORD_BITS
const NONE: ReadonlySet<string> = new Set()

const IDF_EDGES = [1, 2, 3, 4, 5, 6, 7, 8, 9]

interface Word extends Span {
  readonly shown: string
  readonly low: string
  readonly stem: string
  readonly form: string
  readonly isStop: boolean
  readonly idf: number
  readonly sentence: number
  readonly place: number
}

/** Describes every word by form, rarity, neighbours and place. With a question, also by how their sentence relates to it. */
export function describeWords(
  text: string,
  sentences: readonly Sentence[],
  idf: Idf,
  asked?: AskedAbout,
): DescribedWord[] {
  const words = readWords(text, sentences, idf)
  const counts = new Map<string, number>()
  for (const { stem } of words) counts.set(stem, (counts.get(stem) ?? 0) + 1)
  const seen = new Map<string, number>()
  const runs = runsOf(words)
  return words.map((word, i) => {
    const nth = seen.get(word.stem) ?? 0
    seen.set(word.stem, nth + 1)
    const features = featuresOf(words, i, {
      nth,
      count: counts.get(word.stem)!,
      run: runs[i]!,
      asked: asked?.stems ?? NONE,
      values: asked?.values[word.sentence],
      sentence: sentences[word.sentence]!,
      total: sentences.length,
    })
    return {
      ...coreOf(word),
      sentence: word.sentence,
      features: Uint16Array.from(features, numberOf),
      isStop: word.isStop,
      standsOut: /[DM]/.test(word.form) || /^C[^h]*$/.test(word.form),
      isLast: /[.,;:)]$/.test(word.shown),
    }
  })
}

interface Around {
  readonly nth: number
  readonly count: number
  readonly run: string
  readonly asked: ReadonlySet<string>
  readonly values: Uint8Array | undefined
  readonly sentence: Sentence
  readonly total: number
}

function featuresOf(
  words: readonly Word[],
  i: number,
  { nth, count, run, asked, values, sentence, total }: Around,
): string[] {
  const word = words[i]!
  const before = near(words, i, -1)
  const next = near(words, i, 1)
  const rare = bucketOf(word.idf, IDF_EDGES)
  const n = Math.min(nth, 3)
  const c = bucketOf(count, [1, 2, 3, 5, 9])
  const place = bucketOf(word.place, [0, 1, 3, 7, 15])
  const isAsked = asked.has(word.stem) ? 'q' : ''
  return [
    `form ${word.form}`,
    `rare ${rare}`,
    `form rare ${word.form} ${rare}`,
    `forms ${before?.form} ${word.form} ${next?.form}`,
    `run ${run}`,
    `run rare ${run} ${rare}`,
    `stop ${word.isStop}`,
    `suffix ${word.low.slice(-3)}`,
    `before ${before?.low}`,
    `next ${next?.low}`,
    `before form ${before?.low} ${word.form}`,
    `two ${near(words, i, -2)?.low} ${before?.isStop ? before.low : ''}`,
    `count ${c} ${n}`,
    `rare count ${rare} ${c} ${n}`,
    `place ${place} ${word.form}`,
    `sentence ${Math.min(sentence.place, 4)} ${bucketOf(sentence.places, [1, 2, 4, 7])}`,
    `length ${bucketOf(sentence.terms.length, [5, 10, 16, 24, 36])}`,
    `total ${bucketOf(total, [3, 6, 12, 30, 100])} ${n}`,
    `asked ${isAsked} ${n}`,
    `asked before ${before !== undefined && asked.has(before.stem)} ${word.form}`,
    `asked next ${next !== undefined && asked.has(next.stem)} ${word.form}`,
    `word ${word.low}`,
    `size ${Math.min(word.low.length, 12)}`,
    ...askedFeatures(values, rare, n),
  ]
}

/** Features of a sentence that count for its words. */
const OF_SENTENCE = [
  'ratio',
  'rank',
  'bmRatio',
  'lineRank',
  'lineRatio',
  'near',
  'around2',
  'answers',
].map((name) => ASKED_FEATURES.findIndex((feature) => feature.name === name))

function askedFeatures(values: Uint8Array | undefined, rare: number, nth: number): string[] {
  if (values === undefined) return []
  const [ratio = 0, , , lineRank = 0] = OF_SENTENCE.map((feature) => values[feature]!)
  return [
    ...OF_SENTENCE.map((feature) => `a${feature} ${values[feature]}`),
    `ratio line ${ratio} ${lineRank}`,
    `ratio rare ${ratio} ${rare}`,
    `ratio nth ${ratio} ${nth}`,
    `line nth ${lineRank} ${nth}`,
  ]
}

function numberOf(feature: string): number {
  return hashTerm(feature) >>> (HASH_BITS - WORD_BITS)
}

function near(words: readonly Word[], i: number, distance: number): Word | undefined {
  const other = words[i + distance]
  return other?.sentence === words[i]!.sentence ? other : undefined
}

/** For each word, where in a run of names or numbers it stands. */
function runsOf(words: readonly Word[]): string[] {
  const runs = new Array<string>(words.length).fill('')
  const isOpen = ({ form }: Word) => form.includes('C') || form.includes('D')
  for (let from = 0; from < words.length; from++) {
    if (!isOpen(words[from]!)) continue
    let to = from
    while (to < words.length && words[to]!.sentence === words[from]!.sentence && isOpen(words[to]!))
      to += 1
    for (let i = from; i < to; i++) runs[i] = `${Math.min(i - from, 2)}/${Math.min(to - from, 4)}`
    from = to - 1
  }
  return runs
}

/** The word without the marks around it, unless it is nothing but marks. */
function coreOf({ start, shown, low }: Word): Span {
  const at = Math.max(0, shown.toLowerCase().indexOf(low))
  const length = low === '' ? shown.length : low.length
  return { start: start + at, end: start + at + length }
}

function readWords(text: string, sentences: readonly Sentence[], idf: Idf): Word[] {
  let sentence = 0
  let place = 0
  return wordsOf(text).map(({ start, end }) => {
    while (sentence < sentences.length - 1 && sentences[sentence + 1]!.start <= start) {
      sentence += 1
      place = 0
    }
    const shown = text.slice(start, end)
    const terms = termsOf(shown)
    const low = shown.toLowerCase().replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')
    const word = {
      start,
      end,
      shown,
      low,
      stem: stemOf(terms[0] ?? ''),
      form: formOf(shown, place === 0),
      isStop: terms.every((term) => STOP_WORDS.has(term)),
      idf: idf.ofString(shown),
      sentence,
      place,
    }
    place += 1
    return word
  })
}

/** Digits, capital, first of its sentence, mark before, mark behind. */
function formOf(shown: string, isFirst: boolean): string {
  const digits = /\p{N}/u.test(shown) ? (/^[^\p{L}]*$/u.test(shown) ? 'D' : 'M') : ''
  const capital = /^\P{L}*\p{Lu}/u.test(shown) ? 'C' : ''
  const opens = /^["'([“]/.test(shown) ? '(' : ''
  const ends = /[.!?]$/.test(shown) ? '.' : /[,;:)\]"”]$/.test(shown) ? ',' : ''
  const joint = /\p{L}-\p{L}/u.test(shown) ? '-' : ''
  return `${digits}${capital}${isFirst ? 'h' : ''}${opens}${ends}${joint}`
}

/** What a question says about a text. */
export function askedAbout(
  text: string,
  sentences: readonly Sentence[],
  question: string,
  idf: Idf,
): AskedAbout {
  const stems = new Set(askedTerms(question, idf).stems.keys())
  return { stems, values: describeAsked(text, sentences, question, idf) }
}
