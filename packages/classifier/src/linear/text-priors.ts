import type { Prior, PriorOf } from '../encoder/prior.ts'
import { readRegions } from '../encoder/read-regions.ts'
import type { EncodedWord } from '../encoder/windows.ts'
import { type Family, idfOf } from '../idf/tables.ts'
import { type KeepScores, roundScore, type WordScore } from '../scores/keep-scores.ts'
import { fieldLogits, fieldWorths, isJson, isMet, worths } from './field-model.ts'
import type { LinearModel } from './linear-model.ts'
import {
  answerLogits,
  askedLogits,
  combineAnswers,
  combineAsked,
  combineTalk,
  isTalk,
  type WordLogits,
} from './natural-model.ts'
import type { FieldContext } from './read-fields.ts'
import { wordsOf } from './score-linear.ts'

type Scored = Pick<KeepScores, 'combine' | 'words'>

/** What the linear model says of a text, and what becomes of it once an encoder has read it. */
export interface TextPriors {
  readonly priorOf: PriorOf
  /** Scores by an encoder's logits, one for each word; NaN for a word that it did not read, which keeps what it had. */
  score(words: readonly EncodedWord[], logits: ArrayLike<number>): Scored
  /** Scores where an encoder adds nothing; absent where it is to be asked. */
  readonly settle?: () => Settled
}

/** What the linear model says, and why an encoder is not asked. */
export interface Settled {
  readonly scored: Scored
  readonly note: string
}

/** Measured on families that neither had seen: an encoder takes some of what the linear model keeps (decision 0010). */
const FORM_NOTE =
  'JSON of a form that the models have not met is scored by the linear model: it keeps more of it.'
/** Why an encoder does not read a talk. */
export const TALK_NOTE =
  'A talk of many lines is scored by the linear model: what is about a question is told by the lines around it.'

/** What is known beside a text. */
export type PriorContext = Omit<FieldContext, 'idf'>

/** Asks the linear model first: of fields and lines, or of words, as the family has it. */
export function priorsOf(
  family: Family,
  text: string,
  context: PriorContext,
  model: LinearModel,
): TextPriors {
  if (family === 'structured') return fieldPriors(text, context, model)
  const query = context.query.trim()
  return query === '' ? unaskedPriors(text, model) : askedPriors(text, query, model)
}

function fieldPriors(text: string, known: PriorContext, { fields }: LinearModel): TextPriors {
  const context = { ...known, idf: idfOf('structured') }
  const read = readRegions(text, 'field')
  const { units } = read
  const logits = fieldLogits(units, context, fields)
  const worthOf = worths(units, context.idf)
  const settle = (): Settled => ({
    scored: { combine: 'cover', words: wordsOf(read, fieldWorths(logits, worthOf)) },
    note: FORM_NOTE,
  })
  return {
    ...(isJson(units) && !isMet(logits) && { settle }),
    priorOf({ start, string, shown }, unit) {
      if (unit === undefined) return undefined
      // A key is no value, unless it holds a number.
      if (start < unit.valueStart && !/\p{N}/u.test(shown)) return undefined
      const found = logits[unit.index]!.get(string)
      if (found === undefined) return undefined
      const { known, transfer } = found
      return known === undefined
        ? { logit: transfer, source: 'transfer', transfer }
        : { logit: known, source: 'known', transfer }
    },
    score: (words, heard) => ({
      combine: 'cover',
      words: words.flatMap(({ start, end, string, prior }, i): WordScore[] => {
        if (prior === undefined) return []
        const logit = Number.isNaN(heard[i]!) ? prior.logit : heard[i]!
        const worth = worthOf(string, logit, prior.source === 'known')
        return [{ start, end, score: roundScore(worth) }]
      }),
    }),
  }
}

function unaskedPriors(text: string, model: LinearModel): TextPriors {
  const found = answerLogits(text, model)
  return {
    priorOf: (word) =>
      priorAt(found, word.start, (i) => ({
        logit: found.logits[i]!,
        source: 'unasked',
      })),
    score: (words, read) => ({
      combine: 'mean',
      words: combineAnswers(reread(found, words, read)),
    }),
  }
}

function askedPriors(text: string, query: string, model: LinearModel): TextPriors {
  const found = askedLogits(text, query, model)
  return {
    priorOf: (word) =>
      priorAt(found, word.start, (i) => ({
        logit: found.logits[i]!,
        source: 'asked',
        sentence: found.sentenceLogits[found.words[i]!.sentence]!,
      })),
    score: (words, read) => combineAsked(text, reread(found, words, read)),
    ...(isTalk(found.sentences) && {
      settle: () => ({ scored: combineTalk(found), note: TALK_NOTE }),
    }),
  }
}

function priorAt(
  { words }: WordLogits,
  start: number,
  made: (word: number) => Prior,
): Prior | undefined {
  const at = wordAt(words, start)
  return at < 0 ? undefined : made(at)
}

/** The word around a place, or -1; words are in order and apart. */
function wordAt(words: WordLogits['words'], place: number): number {
  let low = 0
  let high = words.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (words[middle]!.end <= place) low = middle + 1
    else high = middle
  }
  return low < words.length && words[low]!.start <= place ? low : -1
}

/** The words with the best logit of the strings in each. */
function reread(
  { words, logits }: WordLogits,
  strings: readonly EncodedWord[],
  read: ArrayLike<number>,
): WordLogits {
  const best = new Float64Array(words.length).fill(Number.NEGATIVE_INFINITY)
  for (const [i, { start }] of strings.entries()) {
    const at = wordAt(words, start)
    if (at >= 0 && !Number.isNaN(read[i]!)) best[at] = Math.max(best[at]!, read[i]!)
  }
  return { words, logits: logits.map((logit, i) => (best[i]! > -Infinity ? best[i]! : logit)) }
}
