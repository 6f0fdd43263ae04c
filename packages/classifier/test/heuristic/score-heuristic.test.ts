import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mentionsOf, scoreHeuristic, selectKept } from '../../src/index.ts'
import { arbitraryJson, arbitraryText } from '../arbitrary-text.ts'

const FLIGHTS = JSON.stringify({
  flights: ['Lyon', 'Oslo', 'Bergen', 'Turin'].map((city, i) => ({
    number: `HAT-${170 + i}`,
    city,
    gate: `B${i}`,
    meal: 'served',
  })),
})
const PASSAGES = [
  'The old mill burned down one winter. People of the village talked about it for years.',
  'Marie Curie was born in Warsaw in 1867. She studied physics in Paris and won two prizes.',
  'The river carries sand to the sea. Boats no longer go up to the town.',
].join('\n')

describe('scoreHeuristic', () => {
  it('scores what the conversation has already with nothing', () => {
    const { words } = scoreHeuristic(FLIGHTS, {
      rate: 0.3,
      earlier: mentionsOf('To Oslo, HAT-171'),
    })
    const scored = words.map(({ start, end }) => FLIGHTS.slice(start, end))
    expect(scored).toContain('HAT-170')
    expect(scored).not.toContain('HAT-171')
    expect(scored).not.toContain('Oslo')
    expect(scored).not.toContain('number')
  })

  it('takes earlier texts as text too', () => {
    const text = 'Fly to Oslo with HAT-171'
    const known = scoreHeuristic(FLIGHTS, { rate: 0.3, earlier: mentionsOf(text) })
    expect(scoreHeuristic(FLIGHTS, { rate: 0.3, earlier: text })).toEqual(known)
  })

  it('keeps the sentence that answers a question', () => {
    const query = { rate: 0.5, query: 'When was Marie Curie born?' }
    const { text } = selectKept(PASSAGES, scoreHeuristic(PASSAGES, query), {
      rate: 0.5,
      unit: 'sentence',
    })
    expect(text).toContain('born in Warsaw in 1867')
  })

  it('keeps the row of JSON that a question is about', () => {
    const query = { rate: 0.4, query: 'Which gate has the flight to Bergen?' }
    const { text } = selectKept(FLIGHTS, scoreHeuristic(FLIGHTS, query), { rate: 0.4 })
    expect(JSON.stringify(JSON.parse(text))).toContain('Bergen')
  })

  it('scores numbers and names of prose above other words', () => {
    const { words } = scoreHeuristic(PASSAGES, { rate: 0.3 })
    const scoreOf = (word: string) =>
      words.find(({ start, end }) => PASSAGES.slice(start, end) === word)?.score ?? 0
    expect(scoreOf('1867')).toBeGreaterThan(scoreOf('winter') + 5)
    expect(scoreOf('Warsaw')).toBeGreaterThan(scoreOf('winter') + 5)
  })

  it('gives words in order, inside any text, with scores on the grid', () => {
    const query = fc.constantFrom({}, { query: 'Who has W-17 in Paris?' }, { earlier: 'Paris 42' })
    fc.assert(
      fc.property(fc.oneof(arbitraryText, arbitraryJson), query, (text, more) => {
        let last = 0
        for (const { start, end, score } of scoreHeuristic(text, { rate: 0.3, ...more }).words) {
          expect(start).toBeGreaterThanOrEqual(last)
          expect(end).toBeGreaterThan(start)
          expect(end).toBeLessThanOrEqual(text.length)
          expect(score).toBeGreaterThan(0)
          expect(Number.isInteger(score * 1024)).toBe(true)
          last = end
        }
      }),
    )
  })
})
