import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createWordpiece, readSentences } from '@x/classifier/training'
import { allTexts, isFor } from './all-samples.ts'
import { type EncodeFamilyOptions, openCardedSamples } from './encode-family.ts'
import { isHeldOut, questionCases } from './question-cases.ts'

/** Tokens of a sentence that are read, marks included. */
const WINDOW = 128

/**
 * Writes what a sentence encoder learns from: the questions of natural train texts and the sentences of texts with one, each once,
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
  const cases = Array.from(
    questionCases(options.corpus, options.linearOf),
    ({ docId, question, sentences, ...rest }) => ({
      ...rest,
      question: numberOf(question),
      sentences: sentences.map(({ shown }) => numberOf(shown)),
      heldOut: isHeldOut(docId),
    }),
  )
  for (const sample of allTexts(file, options.corpus)) {
    const { text, query = '' } = sample
    if (query === '' || !isFor('natural', sample)) continue
    numberOf(query)
    for (const { start, end } of readSentences(text)) numberOf(text.slice(start, end))
  }
  const wordpiece = createWordpiece(readFileSync(options.vocabulary, 'utf8'))
  const rows = Array.from(numbers.keys(), (text) => {
    const ids = wordpiece.piecesOf(text).map(({ id }) => id)
    return [wordpiece.begin, ...ids.slice(0, WINDOW - 2), wordpiece.separator]
  })
  const lengths = rows.map(({ length }) => length)
  const facts = { samplesSha256: file.sha256, window: WINDOW, lengths }
  mkdirSync(options.folder, { recursive: true })
  writeFileSync(join(options.folder, 'ids.bin'), Uint16Array.from(rows.flat()))
  writeFileSync(join(options.folder, 'facts.json'), JSON.stringify(facts))
  writeFileSync(join(options.folder, 'cases.json'), JSON.stringify(cases))
  return rows.length
}
