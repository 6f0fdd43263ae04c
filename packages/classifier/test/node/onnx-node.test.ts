import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createKeepClassifier,
  type KeepBackend,
  type KeepScores,
  loadLinearScorer,
  scoreHeuristic,
} from '../../src/index.ts'
import { type OnnxNodeOptions, onnxNode } from '../../src/node.ts'
import { onnxWeb } from '../../src/web.ts'
import { type TinyModel, tinyModel, tinySentenceModel } from '../onnx/tiny-model.ts'

const workerUrl = new URL('../../dist/keep-worker.mjs', import.meta.url)
const ORDER = JSON.stringify(
  Array.from({ length: 40 }, (_, i) => ({
    id: `W-${i}`,
    city: 'Lyon',
    state: 'paid',
    total: i * 7,
  })),
)
const PROSE =
  'The bridge was opened in 1932. It is said to be long. Nobody knows who built it. '.repeat(9)

let root = ''
const open: KeepBackend[] = []

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'pith-keep-'))
})

afterAll(async () => {
  await Promise.all(open.map((backend) => backend.close()))
  rmSync(root, { recursive: true, force: true })
})

function folderOf(
  name: string,
  change: (model: TinyModel) => Partial<TinyModel> = () => ({}),
): string {
  for (const family of ['structured', 'natural'] as const) {
    const model = tinyModel(family)
    writeModel(join(root, name, `compact-${family}`), { ...model, ...change(model) })
  }
  return join(root, name)
}

/** With a model for texts that are asked about. */
function askedFolderOf(
  name: string,
  change: (model: TinyModel) => Partial<TinyModel> = () => ({}),
): string {
  const model = tinySentenceModel()
  writeModel(join(root, name, 'compact-asked'), { ...model, ...change(model) })
  return folderOf(name)
}

function writeModel(folder: string, files: TinyModel): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'manifest.json'), files.manifest)
  writeFileSync(join(folder, 'model.onnx'), files.model)
  writeFileSync(join(folder, 'vocab.txt'), files.vocabulary)
}

function backendOf(options: OnnxNodeOptions): KeepBackend {
  const backend = onnxNode({ workerUrl, deadlineMs: 30_000, ...options })
  open.push(backend)
  return backend
}

describe('onnxNode', () => {
  it('scores with the model of the family of a text, on a thread', async () => {
    const classifier = createKeepClassifier({ backend: backendOf({ models: folderOf('good') }) })
    const structured = await classifier.score(ORDER, { rate: 0.3, earlier: new Set(['lyon']) })
    expect(structured).toMatchObject({ backend: 'onnx-node compact-structured', combine: 'cover' })
    expect(structured).not.toHaveProperty('fallback')
    expect(structured.notes).toEqual([])
    const natural = await classifier.score(PROSE, { rate: 0.3 })
    expect(natural).toMatchObject({ backend: 'onnx-node compact-natural', combine: 'mean' })
    const lyon = structured.words.filter(({ start, end }) => ORDER.slice(start, end) === 'Lyon')
    expect(lyon).toEqual([])
    expect(structured.words.some(({ score }) => score > 0)).toBe(true)
  })

  it('compares sentences with the question where a natural text is asked about', async () => {
    const asked = { rate: 0.3, query: 'Who built the bridge?' }
    const backend = backendOf({ models: askedFolderOf('asked') })
    const classifier = createKeepClassifier({ backend })
    const scores = await classifier.score(PROSE, asked)
    expect(scores).toMatchObject({ backend: 'onnx-node compact-asked', combine: 'cover' })
    expect(scores).not.toHaveProperty('fallback')
    const alone = (await loadLinearScorer()).score(PROSE, asked)
    const placesOf = ({ words }: KeepScores) => words.map(({ start, end }) => [start, end])
    expect(placesOf(scores)).toEqual(placesOf(alone))
    expect(scores.words).not.toEqual(alone.words)
    for (const [text, query, model] of [
      [PROSE, { rate: 0.3 }, 'compact-natural'],
      [PROSE, { ...asked, query: '  ' }, 'compact-natural'],
      [ORDER, asked, 'compact-structured'],
    ] as const) {
      expect((await classifier.score(text, query)).backend).toBe(`onnx-node ${model}`)
    }
  })

  it('reads what is asked about with the model of its family where there is no other', async () => {
    const classifier = createKeepClassifier({ backend: backendOf({ models: folderOf('unasked') }) })
    const scores = await classifier.score(PROSE, { rate: 0.3, query: 'Who built the bridge?' })
    expect(scores).toMatchObject({ backend: 'onnx-node compact-natural', combine: 'cover' })
  })

  it.each([
    [
      'a weight short',
      (json: string) => json.replace('"weights":[1,', '"weights":['),
      /similarity/,
    ],
    [
      'numbers of another version',
      (json: string) => json.replace('"similarityVersion":', '"similarityVersion":9'),
      /has similarityVersion 9/,
    ],
    ['no weights', (json: string) => json.replace('"similarity"', '"none"'), /similarity/],
    [
      'a weight that is no number',
      (json: string) => json.replace('"bias":0', '"bias":"0"'),
      /similarity/,
    ],
    ['another linear model', (json: string) => json.replace('linear-', 'other-'), /was trained on/],
  ])('falls back to the heuristic with a manifest that has %s', async (name, change, reason) => {
    const models = askedFolderOf(`asked ${name}`, ({ manifest }) => ({
      manifest: change(manifest),
    }))
    const classifier = createKeepClassifier({ backend: backendOf({ models }) })
    const asked = { rate: 0.3, query: 'Who built the bridge?' }
    const scores = await classifier.score(PROSE, asked)
    expect(scores.fallback).toMatch(reason)
    expect(scores.words).toEqual(scoreHeuristic(PROSE, asked).words)
  })

  it('leaves JSON of a form that the models have not met to the linear model, and says so', async () => {
    const text = JSON.stringify(
      Array.from({ length: 20 }, (_, i) => ({ kilnBatch: `K-${i}`, grainSize: i * 3 })),
    )
    const classifier = createKeepClassifier({ backend: backendOf({ models: folderOf('form') }) })
    const scores = await classifier.score(text, { rate: 0.3 })
    expect(scores.notes).toEqual([expect.stringContaining('is scored by the linear model')])
    expect(scores.words).toEqual((await loadLinearScorer()).score(text, { rate: 0.3 }).words)
  })

  it('leaves the event loop free', async () => {
    const backend = backendOf({ models: folderOf('free') })
    let turns = 0
    let isDone = false
    const scores = backend.score(PROSE.repeat(40), { rate: 0.3 }).finally(() => {
      isDone = true
    })
    while (!isDone) {
      await wait(1)
      turns++
    }
    expect((await scores).words.length).toBeGreaterThan(1000)
    expect(turns).toBeGreaterThan(5)
  })

  it('selects as onnxWeb does on the same model', async () => {
    const node = createKeepClassifier({ backend: backendOf({ models: askedFolderOf('same') }) })
    const web = createKeepClassifier({
      backend: onnxWeb({
        models: {
          structured: async () => tinyModel('structured'),
          natural: async () => tinyModel('natural'),
          asked: async () => tinySentenceModel(),
        },
        deadlineMs: 60_000,
      }),
    })
    for (const [text, query] of [
      [ORDER, ''],
      [PROSE, ''],
      [PROSE, 'Who built the bridge?'],
    ] as const) {
      for (const rate of [0.2, 0.4, 0.7]) {
        const known = { rate, query }
        const [a, b] = await Promise.all([node.keep(text, known), web.keep(text, known)])
        expect(b.backend).toBe(a.backend.replace('node', 'web'))
        expect(b.text).toBe(a.text)
      }
    }
  })

  it.each([
    [
      'a corrupt model',
      { models: () => folderOf('corrupt', () => ({ model: new Uint8Array(99) })) },
      /is not what its manifest says/,
    ],
    [
      'a vocabulary of another model',
      { models: () => folderOf('other', () => ({ vocabulary: 'a\n' })) },
      /vocab\.txt is not what/,
    ],
    [
      'features of another version',
      {
        models: () =>
          folderOf('old', ({ manifest }) => ({
            manifest: manifest.replace(/"features":\d+/, '"features":0'),
          })),
      },
      /the manifest has features 0/,
    ],
    [
      'another linear model',
      {
        models: () =>
          folderOf('untied', ({ manifest }) => ({
            manifest: manifest.replace(/"linear":"[^"]+"/, '"linear":"linear-0-00000000"'),
          })),
      },
      /was trained on linear-0-00000000; here is linear-/,
    ],
    [
      'a manifest that is no JSON',
      { models: () => folderOf('text', () => ({ manifest: 'no' })) },
      /JSON/,
    ],
    ['no model', { models: () => join(root, 'nowhere') }, /ENOENT/],
    ['no time', { models: () => folderOf('slow'), deadlineMs: 0 }, /no scores within 0 ms/],
    [
      'no thread',
      { models: () => folderOf('threadless'), workerUrl: new URL('file:///nowhere.mjs') },
      /Cannot find module|nowhere/,
    ],
  ])(
    'falls back to the heuristic with %s, and says why',
    async (_, { models, ...options }, reason) => {
      const backend = backendOf({ models: models(), ...options })
      const classifier = createKeepClassifier({ backend })
      const scores = await classifier.score(ORDER, { rate: 0.3 })
      expect(scores.fallback).toMatch(reason)
      expect(scores.words).toEqual(scoreHeuristic(ORDER, { rate: 0.3 }).words)
      const result = await classifier.keep(ORDER, { rate: 0.3 })
      expect(result.report.join()).toContain('The heuristic scored in place of onnx-node')
    },
  )

  it.each([
    [
      'another script',
      '今日は晴れです。明日は雨でしょう。',
      /reads Latin script, which has 0 % of the letters/,
    ],
    ['words that the vocabulary lacks', 'ƕƿƣ ƣƕƿ ƿƣƕ ƕƕƣ. ', /lacks \d+ % of the words/],
  ])('leaves %s to the heuristic', async (_, text, reason) => {
    const classifier = createKeepClassifier({ backend: backendOf({ models: folderOf('script') }) })
    const scores = await classifier.score(text.repeat(20), { rate: 0.3 })
    expect(scores.fallback).toMatch(reason)
  })

  it('serves many texts at once, in any order', async () => {
    const classifier = createKeepClassifier({ backend: backendOf({ models: folderOf('many') }) })
    const texts = Array.from({ length: 12 }, (_, i) =>
      (i % 2 === 0 ? ORDER : PROSE).slice(0, 400 + 30 * i),
    )
    const together = await Promise.all(texts.map((text) => classifier.score(text, { rate: 0.3 })))
    for (const [i, text] of texts.entries()) {
      expect(together[i]).toEqual(await classifier.score(text, { rate: 0.3 }))
    }
  })
})
