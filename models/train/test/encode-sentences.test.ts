import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { createCorpus } from '@x/agentcompbench'
import { createWordpiece, readLinearModel, shippedWeights } from '@x/classifier/training'
import { expect, it } from 'vitest'
import { encodeSentences } from '../src/encode-sentences.ts'
import { answerQuestions, isHeldOut, referenceQuestions } from '../src/question-cases.ts'

const BRIDGES = 10
const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789'.split('')
const VOCABULARY = [
  ...['[PAD]', '[UNK]', '[CLS]', '[SEP]'],
  ...LETTERS,
  ...LETTERS.map((letter) => `##${letter}`),
  ...'.,?'.split(''),
].join('\n')

const about = { scenario: 'rag_context', source: 's', license: 'MIT', split: 'train' as const }
const passages = Array.from({ length: BRIDGES }, (_, i) => {
  const text = `The bridge of Town${i} was opened in ${1900 + i}. Nobody knows who built it.`
  const start = text.indexOf(`${1900 + i}`)
  return {
    ...{ ...about, id: `q${i}`, docId: `q${i}`, text },
    question: `When was the bridge of Town${i} opened?`,
    reference: { answers: [[{ start, end: start + 4 }]] },
  }
})
const longAnswers = [
  {
    ...{ ...about, id: 'c0', docId: 'c0', question: 'Who crossed the river?' },
    text: 'It rained. The ferry crossed the river twice. Nobody minded.',
    reference: { output: [{ answer: 'The ferry crossed the river.' }] },
  },
]
const corpus = createCorpus({
  'rag_context/qed-dev': passages,
  'rag_context/clapnq': longAnswers,
})
const linear = readLinearModel(await shippedWeights())

it('finds the sentence that holds the answer among those of other documents, and what a reference takes', () => {
  const answers = [...answerQuestions(corpus, () => linear)]
  expect(answers).toHaveLength(BRIDGES)
  for (const { docId, sentences, logits, worth } of answers) {
    expect(sentences.length).toBe(16)
    expect(logits).toHaveLength(sentences.length)
    const holding = sentences.filter((_, i) => worth[i] === 1).map(({ shown }) => shown.trim())
    expect(holding).toEqual([
      `The bridge of Town${docId.slice(1)} was opened in 190${docId.slice(1)}.`,
    ])
    expect(new Set(sentences.map(({ line }) => line)).size).toBe(8)
  }
  const [reference] = referenceQuestions(corpus, () => linear)
  const best = reference!.worth.indexOf(Math.max(...reference!.worth))
  expect(reference!.sentences[best]!.shown).toContain('The ferry crossed')
  expect(reference!.worth[0]).toBe(0)
})

it('writes each text once, and the cases by their numbers', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pith-sentences-'))
  try {
    const packed = gzipSync('')
    const sha256 = createHash('sha256').update(packed).digest('hex')
    const samples = join(folder, 'samples.jsonl.gz')
    const card = join(folder, 'README.md')
    const vocabulary = join(folder, 'vocab.txt')
    writeFileSync(samples, packed)
    writeFileSync(card, sha256)
    writeFileSync(vocabulary, VOCABULARY)
    const linearOf = () => linear
    const count = encodeSentences({ samples, card, corpus, vocabulary, folder, linearOf })
    const { lengths } = JSON.parse(readFileSync(join(folder, 'facts.json'), 'utf8'))
    const bytes = readFileSync(join(folder, 'ids.bin'))
    const ids = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2)
    const cases = JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8'))
    expect(lengths).toHaveLength(count)
    const starts = (lengths as number[]).map((_, i) =>
      (lengths as number[]).slice(0, i).reduce((a, b) => a + b, 0),
    )
    const rowOf = (text: number) =>
      [...ids.subarray(starts[text]!, starts[text]! + lengths[text])].join(' ')
    const wordpiece = createWordpiece(VOCABULARY)
    const wanted = [...answerQuestions(corpus, linearOf), ...referenceQuestions(corpus, linearOf)]
    expect(cases).toHaveLength(wanted.length)
    const texts = wanted.flatMap(({ question, sentences }) => [
      question,
      ...sentences.map(({ shown }) => shown),
    ])
    expect(count).toBe(new Set(texts).size)
    for (const [i, { docId, question, worth }] of wanted.entries()) {
      const pieces = wordpiece.piecesOf(question).map(({ id }) => id)
      expect(rowOf(cases[i].question)).toBe(
        [wordpiece.begin, ...pieces, wordpiece.separator].join(' '),
      )
      expect(cases[i]).toMatchObject({ worth, heldOut: isHeldOut(docId) })
      expect(cases[i].sentences).toHaveLength(worth.length)
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
})

it('holds about one document in five out', () => {
  const held = Array.from({ length: 5000 }, (_, i) => isHeldOut(`doc ${i}`)).filter(Boolean)
  expect(held.length).toBeGreaterThan(900)
  expect(held.length).toBeLessThan(1100)
})
