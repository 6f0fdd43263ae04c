import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createWordpiece, readSentences, sentencePieces } from '@x/classifier/training'
import { allTexts, isFor } from './all-samples.ts'
import { type EncodeFamilyOptions, openCardedSamples } from './encode-family.ts'
import { answerQuestions, isHeldOut, referenceQuestions } from './question-cases.ts'

/** Tokens of a sentence that are read, marks included. */
const WINDOW = 128

/**
 * Writes what a sentence encoder learns from: the questions of natural train texts and the sentences of texts with one, each spelling once,
 * as pieces in `ids.bin` one behind the other, their lengths in `facts.json`; and which of them answer which, in `cases.json`.
 * Returns how many sentences there are.
 *
 * @throws Error for samples that are not those of the card
 */
export function encodeSentences(options: Omit<EncodeFamilyOptions, 'family'>): number {
  const file = openCardedSamples(options)
  const numbers = new Map<string, number>()
  const numberOf = (text: string) => {
    const number = numbers.get(text) ?? numbers.size
    numbers.set(text, number)
    return number
  }
  const { corpus, linearOf } = options
  const questions = [...answerQuestions(corpus, linearOf), ...referenceQuestions(corpus, linearOf)]
  const cases = questions.map(({ docId, question, sentences, ...rest }) => ({
    ...rest,
    question: numberOf(question),
    sentences: sentences.map(({ shown }) => numberOf(shown)),
    lines: sentences.map(({ line }) => line),
    heldOut: isHeldOut(docId),
  }))
  for (const sample of allTexts(file, corpus)) {
    const { text, query = '' } = sample
    if (query === '' || !isFor('natural', sample)) continue
    numberOf(query)
    for (const { start, end } of readSentences(text)) numberOf(text.slice(start, end))
  }
  const wordpiece = createWordpiece(readFileSync(options.vocabulary, 'utf8'))
  const rows = Array.from(numbers.keys(), (text) => sentencePieces(text, wordpiece, WINDOW))
  const lengths = rows.map(({ length }) => length)
  const facts = { samplesSha256: file.sha256, window: WINDOW, lengths }
  mkdirSync(options.folder, { recursive: true })
  writeFileSync(join(options.folder, 'ids.bin'), Uint16Array.from(rows.flat()))
  writeFileSync(join(options.folder, 'facts.json'), JSON.stringify(facts))
  writeFileSync(join(options.folder, 'cases.json'), JSON.stringify(cases))
  return rows.length
}
