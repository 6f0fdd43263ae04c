import { describe, expect, it } from 'vitest'
import {
  answerCases,
  contentStems,
  createCorpus,
  domainWords,
  referenceCases,
  reuseSamples,
  stemPairs,
  turnCases,
  wordText,
} from '../../src/index.ts'
import { openCorpus } from '../../src/node.ts'
import { smallCorpus } from '../small-corpus.ts'

describe('reuse samples', () => {
  it('hold what a later answer copies and no earlier message says', () => {
    const [sample] = reuseSamples(smallCorpus(), 'train')
    expect(sample).toMatchObject({ family: 'tau', tool: 'list_bookings', turns: 0 })
    expect([...sample!.reused].sort()).toEqual(
      ['1250', 'booking', 'kx81', 'nights'].filter((s) => sample!.reused.has(s)),
    )
    expect(sample!.reused.has('kx81')).toBe(true)
    expect(sample!.reused.has('1250')).toBe(true)
    expect(sample!.reused.has('norberg')).toBe(false)
    expect(sample!.earlier.has('norberg')).toBe(true)
  })

  it('leave out words of the domain', () => {
    const sample = [...reuseSamples(smallCorpus(), 'train', { domainWords: new Set(['kx81']) })][0]
    expect(sample!.reused.has('kx81')).toBe(false)
  })

  it('take words that every reply repeats for words of the domain, numbers never', () => {
    const words = domainWords(smallCorpus())
    expect(words.has('costs')).toBe(true)
    expect(words.has('1250')).toBe(false)
  })

  it('count the whole result, containers with it', () => {
    const [sample] = reuseSamples(smallCorpus(), 'train')
    const own = sample!.units.reduce((sum, unit) => sum + unit.cost, 0)
    expect(sample!.total).toBeGreaterThan(own)
  })
})

describe('answer cases', () => {
  const cases = [...answerCases(smallCorpus(), 'train')]

  it('bury a passage among those of other documents, with the answer in its place', () => {
    const buried = cases.find(({ set }) => set === 'xquad-8')
    expect(buried!.text.trim().split('\n')).toHaveLength(4)
    for (const { text, spans } of cases) {
      for (const [start, end] of spans) expect(text.slice(start, end)).toBe('1934')
    }
  })

  it('name the words that must survive', () => {
    for (const { words, places } of cases) {
      expect(places.flat().map((place) => words[place]!.shown)).toEqual(['1934'])
    }
  })

  it('count code points of the corpus as UTF-16 units', () => {
    const text = '🦉🦉 The owl is called Strix. It sleeps by day.'
    const qas = [{ question: 'What is it called?', answers: [{ answer_start: 21, text: 'Strix' }] }]
    const record = {
      id: '1',
      scenario: 'rag_context',
      source: 's',
      license: 'MIT',
      docId: 'd',
      split: 'train' as const,
    }
    const corpus = createCorpus({
      'rag_context/xquad-en': [{ ...record, text, reference: { qas } }],
    })
    const [found] = answerCases(corpus, 'train')
    expect(found!.spans.map(([start, end]) => text.slice(start, end))).toEqual(['Strix'])
  })
})

describe('reference cases', () => {
  it('pair the turns that answer a question with the answer', () => {
    const sets = [...referenceCases(smallCorpus(), 'validation')]
    expect(sets.map(({ set }) => set)).toContain('qmsum span')
    const [turns] = turnCases(smallCorpus(), 'validation')
    expect([...turns!.relevant]).toEqual([12])
  })

  it('compare by stems, stop words left out', () => {
    expect(contentStems('The cases were decided')).toEqual(['cas', 'decid'])
    expect(stemPairs('rubber case, rubber case')).toEqual([
      ['rubber', 'case'],
      ['case', 'rubber'],
    ])
  })
})

describe('a text cut to words', () => {
  it('numbers its sentences without gaps', () => {
    const { words, sentences, total } = wordText('One two. Three\n\nfour .')
    expect(sentences.map((s) => s.map((i) => words[i]!.shown))).toEqual([
      ['One', 'two.'],
      ['Three'],
      ['four', '.'],
    ])
    expect(words.map(({ sentence }) => sentence)).toEqual([0, 0, 1, 2, 2])
    expect(total).toBe(words.reduce((sum, { cost }) => sum + cost, 0))
  })
})

describe('the corpora', () => {
  it('give the cases that the tables are made of', (context) => {
    const folder = process.env.PITH_DATA
    if (!folder) return context.skip('PITH_DATA is not set')
    const corpus = openCorpus(folder)
    const words = domainWords(corpus)
    const families = Array.from(
      reuseSamples(corpus, 'validation', { domainWords: words }),
      ({ family }) => family,
    )
    expect(countsOf(families)).toEqual({
      ...{ tau: 46, tau2: 118, sgd: 63, webshop: 63 },
      ...{ swe: 6, wiki: 11, hotpot: 18 },
    })
    expect(countsOf(Array.from(answerCases(corpus, 'validation'), ({ set }) => set))).toEqual({
      ...{ xquad: 163, 'xquad-8': 163, 'xquad-same': 163 },
      ...{ qed: 130, 'qed-8': 130, 'nq-8': 58 },
    })
    expect(countsOf(Array.from(referenceCases(corpus, 'validation'), ({ set }) => set))).toEqual({
      ...{ 'qmsum meeting': 8, 'qmsum span': 44, clapnq: 24, mtrag: 42 },
    })
  })
})

function countsOf(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}
