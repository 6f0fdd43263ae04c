import { loadTokenizer } from '@x/tokens'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EMPTY_ALIAS_STATE, escapeLiterals, observe, restore, substitute } from '../../src/index.ts'
import { repetitiveText } from '../arbitrary-text.ts'
import { transcriptLaw } from './transcript-law.ts'

const counter = await loadTokenizer('o200k_base')
const PHRASE = 'Connection to the primary database was refused by the gateway'

describe('substitute', () => {
  it('defines a phrase where it first stands and uses its alias from then on', () => {
    const text = `one: ${PHRASE}, two: ${PHRASE}, three: ${PHRASE}.`
    expect(substitute(text, { counter })?.text).toBe(`one: [$a=${PHRASE}], two: $a, three: $a.`)
  })

  it('uses an alias of an earlier part without a definition', () => {
    const first = substitute(`${PHRASE}. ${PHRASE}. ${PHRASE}.`, { counter })!
    const second = substitute(`Again: ${PHRASE}.`, { counter, state: first.state })!
    expect(second.text).toBe('Again: $a.')
    expect(second.definitions).toEqual([])
    expect(restore(second.text, first.state).text).toBe(`Again: ${PHRASE}.`)
  })

  it('leaves protected spans alone', () => {
    const text = `${PHRASE} | ${PHRASE} | ${PHRASE} | ${PHRASE}`
    const result = substitute(text, { counter, protectedSpans: [[0, PHRASE.length]] })!
    expect(result.text.startsWith(`${PHRASE} | [$a=`)).toBe(true)
  })

  it('takes another sigil where the first is spelled by an earlier part', () => {
    const state = observe(EMPTY_ALIAS_STATE, 'for i in 1 2; do echo $i; done')
    const result = substitute(`${PHRASE}. ${PHRASE}. ${PHRASE}.`, { counter, state })!
    expect(result.text).toBe(`[~a=${PHRASE}]. ~a. ~a.`)
  })

  it('gives an alias up when a verbatim part spells it', () => {
    const { state } = substitute(`${PHRASE}. ${PHRASE}. ${PHRASE}.`, { counter })!
    const after = observe(state, 'echo $a')
    expect(after.definitions).toEqual([])
    expect(substitute(`Again: ${PHRASE}.`, { counter, state: after })).toBeUndefined()
  })

  it('never cuts a time stamp, a version or an address', () => {
    const rows = Array.from(
      { length: 12 },
      (_, row) => `0${row % 3}T18:36:19 2026-03-0${row % 7}T20:01 10.20.30.40 to 10.20.30.${row}`,
    )
    const text = substitute(rows.join('\n'), { counter })?.text ?? ''
    expect(text).not.toMatch(/\d[:.,/-](?:\[\$|\$[a-z])/)
    expect(text).not.toMatch(/(?:\$[a-z]{1,2}|\])[:.,/-]\d/)
  })

  it.each([
    [' ', '~4 rows: name from to fare'],
    ['|', '~4 rows|name|from|to|fare'],
  ])('stands for whole cells only in the rows of a table: %j', (separator, head) => {
    const address = 'building_29_east_allen_street_second_floor'
    const rows = [1, 2, 3, 4].map((n) => [`open-${n}`, address, 'keeper', 'of-the-old-lamp', n])
    const text = [head, ...rows.map((row) => row.join(separator))].join('\n')
    const result = substitute(text, { counter, syntax: 'table' })
    expect(result?.definitions.map(({ phrase }) => phrase)).toEqual([address])
  })

  it('takes what stands before a bar as a whole where blanks part the cells before it', () => {
    const place = 'Sunnyvale CalTrain Station at Frances Street'
    const rows = ['Accord', 'Corolla', 'Cruze', 'Fusion'].map((car) => `${car} ${place}|12:30 165`)
    const text = ['~4 rows: car day=2019-03-09 place|time price', ...rows].join('\n')
    const result = substitute(text, { counter, syntax: 'table' })
    expect(result?.text.split('\n').slice(1, 3)).toEqual([
      `Accord [$a=${place}]|12:30 165`,
      'Corolla $a|12:30 165',
    ])
  })

  it('joins no two values of an object whose members stand between blanks', () => {
    const members = 'kind name platform workspace clone trigger'
    const text = `~{a{${members}} b{${members}} c{${members}} d="the same words in quotes" e="the same words in quotes"}`
    const result = substitute(text, { counter, syntax: 'table', minTokens: 4 })
    expect(result?.text ?? text).toContain(`a{${members}} b{${members}}`)
  })

  it('finds nothing where nothing repeats', () => {
    expect(substitute('The quick brown fox jumps over the lazy dog.', { counter })).toBeUndefined()
  })

  it('defines no phrase whose definition costs more than it saves', () => {
    const text = '"transaction_status_code": "declined"\n'.repeat(2)
    expect(substitute(text, { counter })).toBeUndefined()
  })
})

describe('laws', () => {
  it('is exact over whole transcripts, grows no part, and gives reader and writer one state', () => {
    fc.assert(transcriptLaw(counter), { numRuns: 300 })
  })

  it('escapes whatever a reader would take for an alias or a definition', () => {
    fc.assert(
      fc.property(repetitiveText, repetitiveText, (first, text) => {
        const state = substitute(`${first}\n${PHRASE} ${PHRASE} ${PHRASE}`, { counter })?.state
        const escaped = escapeLiterals(text, state ?? EMPTY_ALIAS_STATE)!
        expect(restore(escaped, state).text).toBe(text)
      }),
      { numRuns: 300 },
    )
  })

  it('refuses nothing of its own: a result is missing only where nothing wins', () => {
    fc.assert(
      fc.property(repetitiveText, (text) => {
        const result = substitute(`${text}\n${`${PHRASE}\n`.repeat(4)}`, { counter })
        expect(result).toBeDefined()
      }),
      { numRuns: 300 },
    )
  })
})
