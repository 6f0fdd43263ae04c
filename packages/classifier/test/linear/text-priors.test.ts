import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PRIOR_LEVELS, priorLevel } from '../../src/encoder/prior.ts'
import {
  createWordpiece,
  encodeWindows,
  FEATURE_COUNT,
  FEATURE_NAMES,
  idfOf,
  priorsOf,
  readLinearModel,
  scoreLinear,
} from '../../src/training.ts'
import { arbitraryJson, arbitraryText } from '../arbitrary-text.ts'
import { VOCABULARY } from '../encoder/vocabulary.ts'

const MODEL = join(import.meta.dirname, '../../../../models/compact-linear/model.bin')
const model = readLinearModel(new Uint8Array(readFileSync(MODEL)))
const wordpiece = createWordpiece(VOCABULARY)
const PRIOR = FEATURE_NAMES.indexOf('prior')
const PROSE =
  'Marie Curie was born in Warsaw in 1867. It rained. She studied in Paris and found radium.'

function encoded(family: 'structured' | 'natural', text: string, query: string) {
  const earlier = new Set<string>()
  const priors = priorsOf(family, text, { query, earlier }, model)
  const { words, windows } = encodeWindows(text, {
    ...{ wordpiece, query, earlier, priorOf: priors.priorOf, rate: 0.3 },
    idf: idfOf(family),
    grain: family === 'structured' ? 'field' : 'sentence',
  })
  return { priors, words, windows }
}

describe('priorLevel', () => {
  it('keeps every logit within its levels, the greater one no lower', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true }), fc.float({ noNaN: true }), (a, b) => {
        const [low, high] = [a, b].map(priorLevel) as [number, number]
        for (const level of [low, high]) {
          expect(level).toBeGreaterThan(0)
          expect(level).toBeLessThan(PRIOR_LEVELS)
        }
        if (a <= b) expect(low).toBeLessThanOrEqual(high)
      }),
    )
    expect(priorLevel(undefined)).toBe(0)
  })
})

describe('priorsOf', () => {
  it('scores what no encoder has read as the linear model does', () => {
    const table = '{"rows":[{"id":"A-17","city":"Lyon"},{"id":"B-23","city":"Oslo"}]}'
    for (const [family, text, query] of [
      ['structured', table, 'where is B-23?'],
      ['natural', PROSE, ''],
      ['natural', PROSE, 'Where did Marie Curie study?'],
    ] as const) {
      const { priors, words } = encoded(family, text, query)
      const unread = new Float64Array(words.length).fill(Number.NaN)
      const { combine, words: scored } = priors.score(words, unread)
      const alone = scoreLinear(text, { rate: 0.3, query }, model)
      expect(combine).toBe(alone.combine)
      const isScored = ({ score }: { readonly score: number }) => score > 0
      expect(scored.filter(isScored)).toEqual(alone.words.filter(isScored))
    }
  })

  it('raises what an encoder raises', () => {
    const { priors, words } = encoded('natural', PROSE, '')
    const logits = words.map(({ string }) => (string === 'warsaw' ? 9 : -9))
    const { words: scored } = priors.score(words, logits)
    const best = scored.reduce((a, b) => (b.score > a.score ? b : a))
    expect(PROSE.slice(best.start, best.end)).toBe('Warsaw')
  })

  it('tells each token what the linear model says of its string, for any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(arbitraryText, arbitraryJson),
        fc.constantFrom('', 'which state has c99?'),
        fc.constantFrom('structured' as const, 'natural' as const),
        (text, query, family) => {
          const { words, windows } = encoded(family, text, query)
          for (const window of windows) {
            for (const [token, word] of window.words.entries()) {
              if (word < 0) continue
              const level = window.features[token * FEATURE_COUNT + PRIOR]
              expect(level).toBe(priorLevel(words[word]!.prior?.logit))
            }
          }
        },
      ),
    )
  })

  it('leaves a long talk to the linear model', () => {
    const talk = Array.from({ length: 230 }, (_, i) => `Ann: we spoke of item ${i}.`).join('\n')
    const { settle } = priorsOf('natural', talk, { query: 'item 7', earlier: new Set() }, model)
    expect(settle?.().scored.combine).toBe('max')
    expect(priorsOf('natural', PROSE, { query: 'who', earlier: new Set() }, model).settle).toBe(
      undefined,
    )
  })

  it('leaves JSON of a form that it has not met to the linear model', () => {
    const rows = (keys: readonly string[]) =>
      JSON.stringify(
        Array.from({ length: 9 }, (_, i) =>
          Object.fromEntries(keys.map((key) => [key, `${key} ${i}`])),
        ),
      )
    const context = { query: '', earlier: new Set<string>() }
    const unknown = rows(['aisleNo', 'grainSize', 'kilnBatch'])
    const { settle } = priorsOf('structured', unknown, context, model)
    const { combine, words } = scoreLinear(unknown, { rate: 0.3 }, model)
    expect(words.length).toBeGreaterThan(9)
    expect(settle?.().scored).toEqual({ combine, words })
    expect(priorsOf('structured', rows(['id', 'status', 'city']), context, model).settle).toBe(
      undefined,
    )
    const log = '2026-01-02 10:00:01 INFO [job-7] took 31 ms\n'.repeat(9)
    expect(priorsOf('structured', log, context, model).settle).toBe(undefined)
  })
})
