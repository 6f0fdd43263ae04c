import { idfOf } from '../idf/tables.ts'
import { type KeepScores, roundScore, type WordScore } from '../scores/keep-scores.ts'
import type { Span } from '../text/span.ts'
import { ASKED_PLAN } from './asked-plan.ts'
import { spread } from './asked-sentences.ts'
import type { LinearModel } from './linear-model.ts'
import { logitOf, sigmoid } from './linear-weights.ts'
import { readSentences, type Sentence } from './passages.ts'
import { askedAbout, type DescribedWord, describeWords } from './word-features.ts'

/** Scores stay whole steps of 1/1024 when small ones are multiplied by this. */
const SCALE = 16
/** Lines from which a text is a talk, in which what is about a question stands together. */
const TALK = 200
/** Lines to either side that count for a line of a talk. */
const REACH = 20
/** Words from this length on have forms; as many letters tell two words apart. */
const SHORTEST_FORM = 5
const LONGEST_STEM = 7
/** What being a number or a name adds to the logit of a word. */
const NAME = 1

/** The words of a text with what the model says of each. */
export interface WordLogits {
  readonly words: readonly DescribedWord[]
  readonly logits: readonly number[]
}

/** The same where a question is known: a word's logit says that its sentence answers and that the answer takes the word. */
export interface AskedLogits extends WordLogits {
  readonly sentences: readonly Sentence[]
  /** For each sentence the logit that it answers. */
  readonly sentenceLogits: readonly number[]
  /** For each word the logit that an answer takes it, whatever its sentence. */
  readonly wordLogits: readonly number[]
}

/** The words of a text by how likely somebody asks for them; what stands together is kept together. */
export function scoreAnswers(text: string, model: Pick<LinearModel, 'answers'>): WordScore[] {
  return combineAnswers(answerLogits(text, model))
}

/** For each word the logit that somebody asks for it. */
export function answerLogits(text: string, { answers }: Pick<LinearModel, 'answers'>): WordLogits {
  const words = describeWords(text, readSentences(text), idfOf('natural'))
  return { words, logits: words.map(({ features }) => logitOf(answers, features)) }
}

/**
 * Scores of words by the logits that somebody asks for them: the mean over what stands together, names and numbers before
 * others. Roots of chances: in a sentence many words that may be asked for are worth more than one that surely is.
 */
export function combineAnswers({ words, logits }: WordLogits): WordScore[] {
  const raised = words.map(({ standsOut }, i) => logits[i]! + (standsOut ? NAME : 0))
  const scores = new Float64Array(words.length)
  for (const { from, to } of phrasesOf(words)) {
    const mean = raised.slice(from, to).reduce((sum, logit) => sum + logit, 0) / (to - from)
    scores.fill(Math.sqrt(sigmoid(mean)), from, to)
  }
  return words.map((word, i) => scored(word, scores[i]!))
}

/** Scores of words, and what they make of a unit. */
export type AskedScores = Pick<KeepScores, 'combine' | 'words'>

/**
 * The words of a text by how likely an answer to a question takes them and their sentence is what answers it; what repeats
 * counts once. In a long talk whole lines count by what stands around them.
 */
export function scoreAsked(
  text: string,
  question: string,
  model: Pick<LinearModel, 'asked' | 'references'>,
): AskedScores {
  const found = askedLogits(text, question, model)
  return isTalk(found.sentences) ? combineTalk(found) : combineAsked(text, found)
}

/** For each sentence the logit that it answers a question, and for each word that it does and the answer takes the word. */
export function askedLogits(
  text: string,
  question: string,
  { asked, references }: Pick<LinearModel, 'asked' | 'references'>,
): AskedLogits {
  const idf = idfOf('natural')
  const sentences = readSentences(text)
  const about = askedAbout(text, sentences, question, idf)
  const words = describeWords(text, sentences, idf, about)
  const wordLogits = words.map(({ features }) => logitOf(references, features))
  const sentenceLogits = about.values.map((values) => logitOf(asked, ASKED_PLAN.indexesOf(values)))
  return withSentences({ sentences, words, wordLogits }, sentenceLogits)
}

/** The logits of words with these logits of their sentences. */
export function withSentences(
  { sentences, words, wordLogits }: Pick<AskedLogits, 'sentences' | 'words' | 'wordLogits'>,
  sentenceLogits: readonly number[],
): AskedLogits {
  const logits = words.map(({ sentence }, i) =>
    logitOfBoth(sentenceLogits[sentence]!, wordLogits[i]!),
  )
  return { sentences, sentenceLogits, words, wordLogits, logits }
}

/** Scores of words by the logits that an answer takes them; what repeats counts once. */
export function combineAsked(text: string, { words, logits }: WordLogits): AskedScores {
  const found = words.flatMap((word, i) =>
    word.isStop ? [] : [scored(stemOfWord(text, word), sigmoid(logits[i]!))],
  )
  return { combine: 'cover', words: found }
}

/** Scores of the words of a talk: those of a line are alike. */
export function combineTalk({ sentences, sentenceLogits, words }: AskedLogits): AskedScores {
  const around = overLines(sentences, sentenceLogits.map(sigmoid))
  return { combine: 'max', words: words.map((word) => scored(word, around[word.sentence]!)) }
}

/** The logit of two things of which each has its own. */
function logitOfBoth(one: number, other: number): number {
  const chance = sigmoid(one) * sigmoid(other)
  return Math.log(chance / (1 - chance))
}

/** Whether a text has so many lines that what is about a question stands in runs of them. */
export function isTalk(sentences: readonly Sentence[]): boolean {
  return (sentences.at(-1)?.line ?? 0) >= TALK
}

/** The chance of the best sentence of each line, spread over the lines around it. */
function overLines(sentences: readonly Sentence[], chances: readonly number[]): number[] {
  const lines = new Float64Array(sentences.at(-1)!.line + 1)
  for (const [i, { line }] of sentences.entries()) lines[line] = Math.max(lines[line]!, chances[i]!)
  const around = spread(lines, REACH)
  return sentences.map(({ line }) => around[line]!)
}

/** Runs of words without stop words that no mark and no sentence end cuts. */
function phrasesOf(words: readonly DescribedWord[]): { from: number; to: number }[] {
  const phrases: { from: number; to: number }[] = []
  for (let from = 0; from < words.length; ) {
    let to = from + 1
    if (words[from]!.isStop) {
      from = to
      continue
    }
    while (to < words.length && continues(words[to - 1]!, words[to]!)) to += 1
    phrases.push({ from, to })
    from = to
  }
  return phrases
}

function continues(before: DescribedWord, word: DescribedWord): boolean {
  return !word.isStop && !before.isLast && before.sentence === word.sentence
}

/** The part of a word that its forms share: what repeats in another form counts once. */
function stemOfWord(text: string, { start, end }: Span): Span {
  const word = text.slice(start, end)
  if (end - start < SHORTEST_FORM || !/^\p{L}+$/u.test(word)) return { start, end }
  const stem = word.replace(/(?:ies|es|s|ing|ed|ly)$/i, '')
  return { start, end: start + Math.min(stem.length, LONGEST_STEM) }
}

function scored({ start, end }: Span, chance: number): WordScore {
  return { start, end, score: roundScore(SCALE * chance) }
}
