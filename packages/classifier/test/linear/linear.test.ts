import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createKeepClassifier, linear, selectKept } from '../../src/index.ts'
import { bucketOf, percentiles } from '../../src/linear/buckets.ts'
import { isKnown } from '../../src/linear/field-model.ts'
import { readSentences } from '../../src/linear/passages.ts'
import { planTemplates } from '../../src/linear/templates.ts'
import { packLinearModel, readLinearModel, scoreLinear, unitsOf } from '../../src/training.ts'
import { arbitraryJson, arbitraryText } from '../arbitrary-text.ts'

const MODEL = join(import.meta.dirname, '../../../../models/compact-linear')
const bytes = new Uint8Array(readFileSync(join(MODEL, 'model.bin')))
const model = readLinearModel(bytes)
const RATE = { rate: 0.3 }

describe('the shipped weights', () => {
  it('are those of models/compact-linear, as its manifest says', async () => {
    const manifest = JSON.parse(readFileSync(join(MODEL, 'manifest.json'), 'utf8'))
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(manifest.sha256)
    const text = '{"id":"A-1","name":"Ann"}'
    expect(await linear().score(text, RATE)).toEqual(
      await linear({ weights: bytes }).score(text, RATE),
    )
  })

  it('come back from their bytes', () => {
    expect(packLinearModel(model)).toEqual(bytes)
  })

  it('are below 100 KB', () => {
    expect(bytes.length).toBeLessThan(100_000)
  })

  it.each([
    ['another format', Uint8Array.from([9, ...bytes.subarray(1)])],
    ['a part', bytes.subarray(0, 1000)],
    ['nothing', new Uint8Array()],
  ])('are refused where they are %s', (_, wrong) => {
    expect(() => readLinearModel(wrong)).toThrow(RangeError)
  })
})

describe('scoreLinear', () => {
  const orders = JSON.stringify({
    orders: Array.from({ length: 9 }, (_, i) => ({
      order_id: `#W${5_551_230 + i}`,
      item: ['lamp', 'kettle', 'desk'][i % 3],
      status: 'delivered',
      price: 10.5 + i,
    })),
  })

  it('gives nothing to what the conversation has already', () => {
    const earlier = new Set(['w5551234', 'lamp'])
    const { words } = scoreLinear(orders, { ...RATE, earlier }, model)
    const strings = words.map(({ start, end }) => orders.slice(start, end).toLowerCase())
    expect(strings).toContain('w5551233')
    expect(strings).not.toContain('w5551234')
    expect(strings).not.toContain('lamp')
  })

  it('raises the rows that the query is about', () => {
    const meanOf = (query: string, wanted: string) => {
      const { words } = scoreLinear(orders, { ...RATE, query }, model)
      const found = words.find(({ start, end }) => orders.slice(start, end) === wanted)
      return found?.score ?? 0
    }
    const asked = meanOf('Please return the kettle, the kettle is broken', 'W5551231')
    expect(asked).toBeGreaterThan(meanOf('Please return the desk, the desk is broken', 'W5551231'))
  })

  it('finds the sentence that answers a question', async () => {
    const passages = [
      'The harbour was widened in 1902. Its cranes came from Leith. Trade grew for a decade.',
      'The lighthouse of Morren was built by Ada Quill in 1871. It is 40 metres tall. Keepers left in 1960.',
      'Sheep farming fed the island. Wool was sold on the mainland. Most farms are gone.',
      'A ferry has run since 1950. It takes two hours. In winter it stops for weeks.',
    ].join('\n')
    const classifier = createKeepClassifier({ backend: linear() })
    const { text, backend } = await classifier.keep(passages, {
      rate: 0.4,
      unit: 'sentence',
      query: 'Who built the lighthouse of Morren?',
    })
    expect(backend).toBe('linear')
    expect(text).toContain('built by Ada Quill in 1871')
  })

  it('leaves other scripts to the heuristic, with the reason', async () => {
    const classifier = createKeepClassifier({ backend: linear() })
    const text = '東京は日本の首都です。人口は多いです。京都は古い都です。\n'.repeat(20)
    const { backend, report } = await classifier.keep(text, {
      rate: 0.5,
      detection: { kind: 'prose', confidence: 1, spans: [] },
    })
    expect(backend).toBe('heuristic')
    expect(report.join(' ')).toContain('script')
  })

  it('scores any text in order, inside it, on the grid of 1/1024, and the same again', () => {
    fc.assert(
      fc.property(fc.oneof(arbitraryText, arbitraryJson), fc.string(), (text, query) => {
        if (/\p{L}/u.test(text) && !/\p{Script=Latin}/u.test(text)) return
        const kinds = (['json_api', 'prose'] as const).map((kind) => ({
          kind,
          confidence: 1,
          spans: [],
        }))
        for (const detection of kinds) {
          const score = () => scoreOrRefuse(text, { ...RATE, query, detection })
          const scores = score()
          expect(score()).toEqual(scores)
          if (scores === undefined) continue
          let last = 0
          for (const { start, end, score: value } of scores.words) {
            expect(start).toBeGreaterThanOrEqual(last)
            expect(end).toBeGreaterThan(start)
            expect(Number.isInteger(value * 1024)).toBe(true)
            expect(value).toBeGreaterThanOrEqual(0)
            last = end
          }
          expect(last).toBeLessThanOrEqual(text.length)
          expect(() => selectKept(text, scores, RATE)).not.toThrow()
        }
      }),
      { numRuns: 80 },
    )
  })
})

describe('isKnown', () => {
  it('holds where half of the units have a form that was met, and not for forms of others', () => {
    const units = unitsOf('{"zq_qz": 1, "qq_zz": [{"zz_qq": 2}, {"zz_qq": 3}]}', 'field')
    expect(isKnown(units, model.fields)).toBe(false)
    expect(isKnown(units, { forms: new Set(Array.from({ length: 65_536 }, (_, i) => i)) })).toBe(
      true,
    )
  })
})

describe('the parts', () => {
  it('put a value into the bucket of the edges that it exceeds', () => {
    expect([0, 1, 2, 9].map((value) => bucketOf(value, [0, 1, 5]))).toEqual([0, 1, 2, 3])
  })

  it('share a place among equal values', () => {
    expect([...percentiles([5, 1, 5, 9])]).toEqual([0.5, 0, 0.5, 1])
    expect([...percentiles([3])]).toEqual([0.5])
  })

  it('lay crossed weights out without overlap', () => {
    const plan = planTemplates(['a', 'a*b'], ['a', 'b'], [2, 3])
    expect(plan.size).toBe(8)
    const all = [0, 1].flatMap((a) => [0, 1, 2].map((b) => [...plan.indexesOf([a, b])][1]))
    expect(all).toEqual([2, 3, 4, 5, 6, 7])
    expect(() => planTemplates(['c'], ['a'], [2])).toThrow('names no feature')
  })

  it('know the line and the place of each sentence', () => {
    const found = readSentences('One two. Three four.\n\nFive six.')
    expect(found.map(({ line, place, places }) => [line, place, places])).toEqual([
      [0, 0, 2],
      [0, 1, 2],
      [1, 0, 1],
    ])
  })
})

function scoreOrRefuse(text: string, query: Parameters<typeof scoreLinear>[1]) {
  try {
    return scoreLinear(text, query, model)
  } catch (error) {
    expect((error as Error).message).toContain('Latin')
    return undefined
  }
}
