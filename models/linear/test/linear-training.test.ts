import { createCorpus, reuseSamples } from '@x/agentcompbench'
import { expect, it } from 'vitest'
import { describeExample, fitLogistic, groupOf, trainFields } from '../src/index.ts'

it('learns which weights go with what is kept, in whole steps, the same each time', () => {
  const rows = Array.from({ length: 400 }, (_, i) => ({
    indexes: [i % 2, 2 + (i % 3)],
    label: i % 2,
    weight: 1,
  }))
  const fitted = fitLogistic(rows, { size: 5 })
  expect(fitted.weights[1]! - fitted.weights[0]!).toBeGreaterThan(64)
  expect(Math.abs(fitted.weights[2]! - fitted.weights[3]!)).toBeLessThan(16)
  expect(fitLogistic(rows, { size: 5 })).toEqual(fitted)
})

it('trains on conversations and knows the forms of two documents, not of one', () => {
  const result = (key: string, i: number) =>
    JSON.stringify(
      Array.from({ length: 20 }, (_, n) => ({
        [key]: `AB${100 * i + n}X`,
        note: 'plain words only here',
      })),
    )
  const record = (i: number, key: string) => ({
    id: `${i}`,
    scenario: 'tool_result',
    source: 'made:up',
    license: 'MIT',
    docId: `d${i}`,
    split: 'train' as const,
    messages: [
      { role: 'user' as const, content: 'show them' },
      { role: 'tool' as const, content: result(key, i) },
      { role: 'assistant' as const, content: `It is AB${100 * i}X.` },
    ],
  })
  const records = [record(1, 'code'), record(2, 'code'), record(3, 'rare')]
  const corpus = createCorpus({ 'tool_result/tau-bench': records })
  const examples = Array.from(reuseSamples(corpus, 'train', { families: ['tau'] }), describeExample)
  expect(examples).toHaveLength(3)
  expect(examples.every(({ rows }) => rows.some(({ label }) => label === 1))).toBe(true)
  expect(trainFields(examples).forms.size).toBe(2)
})

it('leaves tau-bench and tau2-bench out together', () => {
  expect([groupOf('tau'), groupOf('tau2'), groupOf('sgd')]).toEqual(['tau', 'tau', 'sgd'])
})
