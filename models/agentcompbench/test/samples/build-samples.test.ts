import { countPieces, totalCost, unitsOf } from '@x/classifier/training'
import { describe, expect, it } from 'vitest'
import { buildSamples } from '../../src/samples/build-samples.ts'
import { cardTables } from '../../src/samples/card.ts'
import { quotasOf } from '../../src/samples/choose.ts'
import { RATES } from '../../src/samples/keep-ranges.ts'
import { smallCorpus } from '../small-corpus.ts'

const samples = buildSamples(smallCorpus(), 60)

describe('the samples', () => {
  it('are the same in every build', () => {
    expect(JSON.stringify(buildSamples(smallCorpus(), 60))).toBe(JSON.stringify(samples))
  })

  it('have ids of their own', () => {
    expect(new Set(samples.map(({ id }) => id)).size).toBe(samples.length)
  })

  it('keep a document on one side of the split', () => {
    const splits = new Map(samples.map(({ docId, split }) => [docId, split]))
    for (const { docId, split } of samples) {
      expect(split).toBe(splits.get(docId))
      expect(docId).toContain(split)
    }
    expect(new Set(splits.values())).toEqual(new Set(['train', 'validation']))
  })

  it('have every label: reuse, reference, evidence, and none', () => {
    const kinds = new Set(samples.flatMap(({ needed }) => needed.map(([, , kind]) => kind)))
    expect(kinds).toEqual(new Set(['reuse', 'reference', 'evidence']))
    expect(samples.some(({ needed }) => needed.length === 0)).toBe(true)
  })

  it('have passages with the question and without', () => {
    const passages = samples.filter(({ source }) => source === 'xquad')
    const [asked, unasked] = [true, false].map((isAsked) =>
      passages.filter(({ query }) => (query !== undefined) === isAsked).map(({ text }) => text),
    )
    expect(asked!.length).toBeGreaterThan(0)
    expect(new Set(asked)).toEqual(new Set(unasked))
  })

  it('mark whole words, in order and inside the text', () => {
    for (const { text, needed, keep } of samples) {
      for (const [start, end] of [...needed, ...Object.values(keep).flat()]) {
        expect(start).toBeGreaterThanOrEqual(0)
        expect(end).toBeGreaterThan(start)
        expect(end).toBeLessThanOrEqual(text.length)
        expect(text.slice(start, end)).not.toMatch(/^\s|\s$/)
      }
      expect(needed.map(([start]) => start)).toEqual(
        needed.map(([start]) => start).sort((a, b) => a - b),
      )
    }
  })

  it('mark a copied string wherever it stands in the data', () => {
    const reuse = samples.filter(({ source }) => source === 'tau')
    expect(reuse.length).toBeGreaterThan(0)
    for (const { text, needed } of reuse) {
      expect(needed.map(([start, end]) => text.slice(start, end))).toEqual(
        expect.arrayContaining([expect.stringMatching(/^KX\d+$/), '1250']),
      )
    }
  })

  it('know what stood in earlier messages', () => {
    const reuse = samples.find(({ source }) => source === 'tau')
    expect(reuse!.seen).toContain('norberg')
    expect(samples.find(({ source }) => source === 'xquad')!.seen).toBeUndefined()
  })
})

describe('what is kept', () => {
  it('fits the rate', () => {
    for (const { text, keep } of samples) {
      const total = Math.max(totalCost(unitsOf(text, 'field')), totalCost(unitsOf(text, 'word')))
      for (const rate of RATES) {
        const pieces = keep[rate]!.reduce((sum, [a, b]) => sum + countPieces(text, a, b), 0)
        expect(pieces).toBeLessThanOrEqual(rate * total)
      }
    }
  })

  it('holds something at every rate, and more at a higher one', () => {
    for (const { keep } of samples) {
      const [low, middle, high] = RATES.map((rate) => placesOf(keep[rate]!))
      expect(low!.size).toBeGreaterThan(0)
      expect([...low!].every((at) => middle!.has(at))).toBe(true)
      expect([...middle!].every((at) => high!.has(at))).toBe(true)
    }
  })

  it('is what is needed before anything else', () => {
    for (const { needed, keep, source } of samples) {
      if (source !== 'xquad') continue
      const kept = placesOf(keep['0.2']!)
      expect(needed.every(([start]) => kept.has(start))).toBe(true)
    }
  })
})

describe('the quotas', () => {
  it('sum up to the total, and pass what a scenario lacks to the others', () => {
    const quotas = quotasOf({ tool_result: 10, rag_context: 500, cicd_log: 500 }, 400)
    expect(quotas.tool_result).toBe(10)
    expect(quotas.rag_context! + quotas.cicd_log!).toBe(390)
    expect(quotas.email_digest).toBe(0)
  })

  it('take all where there is less than the total', () => {
    expect(
      Object.values(quotasOf({ tool_result: 10, cicd_log: 5 }, 400)).reduce((a, b) => a + b),
    ).toBe(15)
  })
})

describe('the data card', () => {
  it('counts what was built', () => {
    const { totals, scenarios, labels } = cardTables(samples, smallCorpus())
    expect(totals).toContain(`${samples.length} samples at 3 rates`)
    expect(scenarios).toContain('| all |')
    expect(labels).toContain('| surprisal only |')
  })
})

function placesOf(ranges: readonly (readonly [number, number])[]): Set<number> {
  return new Set(
    ranges.flatMap(([start, end]) => Array.from({ length: end - start }, (_, i) => start + i)),
  )
}
