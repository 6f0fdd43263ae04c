import { idfOf } from '../idf/tables.ts'
import { type KeepScores, roundScore, type WordScore } from '../scores/keep-scores.ts'
import type { Span } from '../text/span.ts'
import { ASKED_PLAN } from './asked-plan.ts'
import { spread } from './asked-sentences.ts'
import type { LinearModel } from './linear-model.ts'
import { chanceOf, logitOf, sigmoid } from './linear-weights.ts'
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

/** The words of a text by how likely somebody asks for them; what stands together is kept together. */
export function scoreAnswers(text: string, { answers }: Pick<LinearModel, 'answers'>): WordScore[] {
  const words = describeWords(text, readSentences(text), idfOf('natural'))
  const logits = words.map(
    ({ features, standsOut }) => logitOf(answers, features) + (standsOut ? NAME : 0),
  )
  const scores = new Float64Array(words.length)
  for (const { from, to } of phrasesOf(words)) {
    const mean = logits.slice(from, to).reduce((sum, logit) => sum + logit, 0) / (to - from)
    scores.fill(sigmoid(mean), from, to)
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
  { asked, references }: Pick<LinearModel, 'asked' | 'references'>,
): AskedScores {
  const idf = idfOf('natural')
  const sentences = readSentences(text)
  const about = askedAbout(text, sentences, question, idf)
  const chances = about.values.map((values) => chanceOf(asked, ASKED_PLAN.indexesOf(values)))
  const described = describeWords(text, sentences, idf, about)
  if (isTalk(sentences)) {
    const around = overLines(sentences, chances)
    return { combine: 'max', words: described.map((word) => scored(word, around[word.sentence]!)) }
  }
  const full = described.filter(({ isStop }) => !isStop)
  const scoreOf = ({ sentence, features }: DescribedWord) =>
    chances[sentence]! * chanceOf(references, features)
  const words = full.map((word) => scored(stemOfWord(text, word), scoreOf(word)))
  return { combine: 'cover', words }
}

function isTalk(sentences: readonly Sentence[]): boolean {
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
