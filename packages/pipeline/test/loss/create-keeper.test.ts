import { createKeepClassifier, type KeepBackend, scoreHeuristic } from '@x/classifier'
import { loadTokenizer } from '@x/tokens'
import { describe, expect, it } from 'vitest'
import { createPipeline, type Keeper, type Part, type PipelineResult } from '../../src/index.ts'
import { createKeeper, loadKeeper } from '../../src/keep.ts'

const tokenizer = await loadTokenizer('o200k_base')
const policy = { mode: 'strict', loss: { rate: 0.4, minTokens: 20 } } as const

const NOTES = [
  'The keeper opens the gate at seven and closes it when the last boat is in.',
  'Nobody may carry a lantern into the upper store, since straw catches fire.',
  'Whoever takes a crate writes its number into the book beside the door.',
  'In winter the ferry sails twice a day, and the river often freezes in January.',
  'A copper barrel costs forty crowns; the market pays thirty for a used one.',
].join(' ')

const WORDS = 'crate lantern shelf keeper gate straw book hall store upper river'.split(' ')

function part(at: number, text: string, role: Part['role']): Part {
  return { id: `messages[${at}].content`, role, kind: 'text', label: `${role}#${at + 1}`, text }
}

const asked = (question: string): Part[] => [part(0, question, 'user'), part(1, NOTES, 'tool')]
const pipelineOf = (keeper: Keeper, rate = 0.4) =>
  createPipeline({ tokenizer, policy: { ...policy, loss: { ...policy.loss, rate } }, keeper })
const sentOf = ({ parts }: PipelineResult): string => parts[1]!.text

function backend(score: KeepBackend['score']): KeepBackend {
  return { id: 'onnx', score, close: async () => undefined }
}

describe('a keeper of the classifier', () => {
  it('keeps what the question before the text asks for', () => {
    const { run } = pipelineOf(createKeeper())
    expect(sentOf(run({ parts: asked('What does a copper barrel cost?') }))).toContain('forty')
    expect(sentOf(run({ parts: asked('When does the keeper close the gate?') }))).toContain('seven')
  })

  it('tells kind, density and the rate for it', () => {
    const { profile, loss } = pipelineOf(createKeeper()).run({ parts: asked('And?') }).parts[1]!
    expect(profile).toMatchObject({ kind: 'prose', density: { score: expect.any(Number) } })
    expect(loss).toMatchObject({ rateAsked: 0.4, unit: 'sentence', backend: 'heuristic' })
    expect(loss!.rateAimed).toBeLessThan(0.4)
    expect(loss!.rateReached).toBeLessThanOrEqual(loss!.rateAimed)
  })

  it('keeps less where exact forms save less of what is left, until the rate is near', () => {
    let state = 7
    const word = (): string => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0
      return WORDS[(state >>> 8) % WORDS.length]!
    }
    const rows = Array.from({ length: 40 }, (_, id) => ({
      id,
      state: id % 3 === 0 ? 'open' : 'closed',
      note: WORDS.map(word).join(' '),
    }))
    for (const rate of [0.4, 0.25, 0.1]) {
      const loss = { rate, strategy: 'structured' } as const
      const keeper = createKeeper()
      const { run } = createPipeline({ tokenizer, policy: { mode: 'strict', loss }, keeper })
      const result = run({ parts: [part(0, JSON.stringify(rows, null, 2), 'tool')] })
      expect(Math.abs(result.loss!.rateReached - rate)).toBeLessThan(0.08)
    }
  })

  it('waits for a model, whose selection is another than the heuristic’s', async () => {
    const classifier = createKeepClassifier({
      backend: backend(async (text, query) => ({
        ...scoreHeuristic(text, query),
        backend: 'onnx',
        combine: 'max',
        words: [{ start: NOTES.indexOf('ferry'), end: NOTES.indexOf('ferry') + 5, score: 1 }],
      })),
    })
    const pipeline = pipelineOf(createKeeper({ classifier, id: 'onnx-1' }), 0.6)
    const result = await pipeline.runAsync({ parts: asked('When does the keeper close the gate?') })
    expect(sentOf(result)).toContain('ferry')
    expect(result.loss).toMatchObject({ backends: ['onnx'], fallbacks: [] })
    expect(pipeline.version).toMatch(/\|onnx-1$/)
    expect(() => pipeline.run({ parts: [] })).toThrow(/runAsync/)
  })

  it('says that a model gave way to the heuristic, and selects as that does', async () => {
    const slow = backend(() => Promise.reject(new Error('no scores within 300 ms')))
    const classifier = createKeepClassifier({ backend: slow })
    const { runAsync } = pipelineOf(createKeeper({ classifier, id: 'onnx-1' }))
    const parts = asked('When does the keeper close the gate?')
    const result = await runAsync({ parts })
    expect(result.loss?.fallbacks).toEqual(['no scores within 300 ms'])
    expect(result.failures).toMatchObject([{ isLoss: true, reason: /fell back to heuristic/ }])
    expect(sentOf(result)).toBe(sentOf(pipelineOf(createKeeper()).run({ parts })))
  })

  it('answers at once with the linear model, whose name and version are part of the policy’s', async () => {
    const [one, other] = await Promise.all([loadKeeper(), loadKeeper()])
    const parts = asked('What does a copper barrel cost?')
    const pipeline = pipelineOf(one)
    const result = pipeline.run({ parts })
    expect(result.loss).toMatchObject({ backends: ['linear'], fallbacks: [] })
    expect(sentOf(result)).toContain('forty')
    expect(pipeline.version).toMatch(/\|linear-3-[0-9a-f]{8}-2$/)
    // Another process, and one that waits, send the same bytes.
    expect(sentOf(pipelineOf(other).run({ parts }))).toBe(sentOf(result))
    expect(sentOf(await pipelineOf(other).runAsync({ parts }))).toBe(sentOf(result))
    const plain = await loadKeeper('heuristic')
    expect(plain.id).toBe('heuristic-2')
    expect(pipelineOf(plain).run({ parts }).loss?.backends).toEqual(['heuristic'])
  })

  it('leaves prose in a script that the model did not learn from to the heuristic, which is no failure', async () => {
    const towns = [...'東京都大阪府名古屋市札幌福岡神戸川崎横浜千葉埼玉奈良']
    const text = towns.map((town, at) => `${town}の${towns[(at * 7) % 19]}は${at}番の門。`).join('')
    const parts = [part(0, text, 'tool')]
    const result = pipelineOf(await loadKeeper()).run({ parts })
    expect(result.loss).toMatchObject({ backends: ['heuristic'], fallbacks: [] })
    expect(result.failures).toEqual([])
  })

  it('says that the linear model did not load', () => {
    const keeper = createKeeper({ fallback: 'no such chunk' })
    const result = pipelineOf(keeper).run({ parts: asked('And?') })
    expect(result.loss).toMatchObject({ backends: ['heuristic'], fallbacks: ['no such chunk'] })
  })

  it('asks for the name of a model', () => {
    const classifier = createKeepClassifier()
    expect(() => createKeeper({ classifier })).toThrow(/needs an id/)
  })
})
