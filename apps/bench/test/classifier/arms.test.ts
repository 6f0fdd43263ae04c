import { type CorpusRecord, createCorpus, reuseSamples, wordText } from '@x/agentcompbench'
import { describe, expect, it } from 'vitest'
import { SENTENCE_ORACLE, WORD_ORACLE } from '../../src/benches/classifier/answers/baselines.ts'
import { cutFloorWords, cutWords } from '../../src/benches/classifier/floor/violations.ts'
import { countWords } from '../../src/benches/classifier/measure/word-arms.ts'
import { wordTurns } from '../../src/benches/classifier/measure/worded-turns.ts'
import { sentenceBaselines } from '../../src/benches/classifier/references/baselines.ts'
import {
  openReference,
  pairsSurvived,
  wordsSurvived,
} from '../../src/benches/classifier/references/measures.ts'
import { countReuse, reuseBaselines } from '../../src/benches/classifier/reuse/baselines.ts'
import { survivedStrings } from '../../src/benches/classifier/reuse/survival.ts'
import { stringScores, wordScores } from '../../src/benches/classifier/scores/span-scores.ts'

const RESULT = JSON.stringify(
  Array.from({ length: 12 }, (_, i) => ({ order: `ORD-${1000 + i}`, note: `parcel number ${i}` })),
)
const RECORD: CorpusRecord = {
  id: '1',
  scenario: 'tool_result',
  source: 'made:up',
  license: 'MIT',
  docId: 'd',
  split: 'validation',
  messages: [
    { role: 'user', content: 'What about my parcels?' },
    { role: 'assistant', content: '', tool_calls: [{ function: { name: 'list_orders' } }] },
    { role: 'tool', content: RESULT },
    { role: 'assistant', content: 'The order ORD-1007 is late.' },
  ],
}

describe('reuse baselines', () => {
  const corpus = createCorpus({ 'tool_result/tau-bench': [RECORD] })
  const [sample] = [...reuseSamples(corpus, 'validation', { families: ['tau'] })]
  const arms = reuseBaselines(countReuse([sample!]))

  it('know what a later message used', () => {
    expect([...sample!.reused]).toEqual(['ord-1007'])
  })

  it.each(arms.map(({ name, prepare }) => ({ name, prepare })))(
    '$name stays within the rate',
    async ({ prepare }) => {
      const choose = await prepare(sample!)
      for (const rate of [0.2, 0.5]) {
        const kept = await choose(rate)
        const opened = new Map<number, number>()
        let cost = 0
        for (const index of kept) {
          const unit = sample!.units[index]!
          cost += unit.cost
          for (const container of unit.opens) opened.set(container.id, container.cost)
        }
        for (const price of opened.values()) cost += price
        expect(cost).toBeLessThanOrEqual(rate * sample!.total)
      }
    },
  )

  it('let the oracle keep everything that is reused, and head nothing of a later row', async () => {
    const survived = async (name: string) => {
      const arm = arms.find((candidate) => candidate.name === name)!
      const kept = await (await arm.prepare(sample!))(0.2)
      return survivedStrings(sample!, kept, sample!.reused)
    }
    expect(await survived('oracle')).toBe(1)
    expect(await survived('head')).toBe(0)
  })
})

describe('answer oracles', () => {
  const worded = wordText('It rained. The tower opened in May 1889 in Paris. Nobody came.')
  const place = worded.words.flatMap(({ shown }, i) => (/May|1889/.test(shown) ? [i] : []))
  const item = {
    ...worded,
    set: 'xquad' as const,
    docId: 'd',
    question: 'when',
    spans: [],
    places: [place],
  }

  it('keep the sentence of the answer where it fits and nothing where it does not', async () => {
    const choose = await SENTENCE_ORACLE.prepare(item)
    expect(place.every((word) => (choose(0.8) as Set<number>).has(word))).toBe(true)
    expect((choose(0.1) as Set<number>).size).toBe(0)
  })

  it('keep the words of the answer alone', async () => {
    expect([...((await WORD_ORACLE.prepare(item))(0.3) as Set<number>)]).toEqual(place)
  })
})

describe('reference measures', () => {
  const source = openReference({
    set: 'clapnq',
    docId: 'd',
    question: '',
    text: 'Bridges rust slowly. Painters paint bridges. Rivers flow.',
    reference: 'Painters paint rusty bridges',
  })!

  it('count distinct stems of the reference that the source has, by any occurrence', () => {
    expect(wordsSurvived(source, new Set([0]))).toBe(1 / source.wanted.size)
    expect(wordsSurvived(source, new Set([3, 4, 5]))).toBeGreaterThan(0.7)
  })

  it('count pairs only where both words of one occurrence are kept', () => {
    expect(pairsSurvived(source, new Set([3, 4]))).toBe(1)
    expect(pairsSurvived(source, new Set([3]))).toBe(0)
  })

  it('let the sentence oracle choose what the reference says', async () => {
    const oracle = sentenceBaselines(countWords([])).find(({ name }) => name === 'oracle')!
    const kept = await (await oracle.prepare(source))(0.5)
    expect([...kept]).toEqual([3, 4, 5])
  })

  it('cut a meeting into its turns, empty ones too', () => {
    const turns = ['A: hello there', '', 'B: good day']
    const item = wordTurns({ docId: 'd', question: 'q', turns, relevant: new Set([2]) })
    expect(item.sentences.map((words) => words.length)).toEqual([3, 0, 3])
  })
})

describe('scores from a file', () => {
  it('give a string its best span and a word the mean of its spans', () => {
    const worded = wordText('alpha beta')
    const spans = [
      [0, 2, 0.2],
      [2, 5, 0.6],
      [6, 10, 0.1],
    ] as const
    expect(wordScores(worded, spans).map((score) => Math.round(score * 10))).toEqual([4, 1])
    const unit = { index: 0, start: 0, end: 10, strings: new Map([['alpha', 'alpha']]) }
    expect(stringScores('alpha beta', [unit as never], spans)).toEqual([new Map([['alpha', 0.6]])])
  })
})

describe('floor violations', () => {
  const text = 'You must not pay 20 EUR. Sleep well.'

  it('are floor words missing from a sentence of which something is kept', () => {
    expect(cutFloorWords(text, [[0, 24]])).toBe(0)
    expect(cutFloorWords(text, [[4, 12]])).toBe(1)
    expect(cutFloorWords(text, [[25, 36]])).toBe(0)
  })

  it('are ranges that begin or end inside a word', () => {
    expect(cutWords(text, [[0, 3]])).toBe(0)
    expect(cutWords(text, [[1, 3]])).toBe(1)
  })
})
