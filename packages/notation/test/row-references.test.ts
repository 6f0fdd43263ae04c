import { loadTokenizer } from '@x/tokens'
import { describe, expect, it } from 'vitest'
import { jsonNotation } from '../src/json/json-notation.ts'
import { forced } from './round-trip.ts'
import { seenValues } from './seen-values.ts'

const counter = await loadTokenizer('o200k_base')

const people = ['Ada Lindgren', 'Bo Nyberg', 'Cai Ostrom', 'Di Palmgren'].map((name, at) => ({
  name,
  street: `${at}4 Loom Lane`,
  phone: `+47 75 ${at}1 ${at}8 30`,
  seats: 7,
}))

/** The rendered text before it is counted or refused, read again. */
function expectExact(value: unknown, seen: Readonly<Record<string, unknown>>): string {
  const parts = Object.entries(seen).map(([label, part]) => [label, JSON.stringify(part)])
  const references = seenValues(Object.fromEntries(parts))
  const text = JSON.stringify(value)
  const rendered = jsonNotation.render(text, forced(counter, { references })) ?? ''
  expect(jsonNotation.parse(rendered, { references })).toBe(text)
  return rendered
}

describe('references in lists and tables', () => {
  it('name items of a list that stands in a list', () => {
    const lists = [people, [{ id: 1 }]]
    const picked = [people.slice(1, 3), { id: 5 }]
    expect(expectExact(picked, { 'search#1': lists })).toBe('~[[=search#1[0][1-2]]{id=5}]')
    const changed = [people.slice(1, 3).map((one) => ({ ...one, seats: 9 }))]
    const rendered = expectExact(changed, { 'search#1': lists })
    expect(rendered).toBe('~[[{...search#1[0][1-2] seats=9}]]')
  })

  it('stand in the first cell of a row, and alone on a line for the whole row', () => {
    const rows = [
      { guest: people[0], room: 11 },
      { guest: 'nobody', room: 12 },
      { guest: people[2], room: 13 },
      { guest: 'somebody', room: 14 },
      { guest: 'anybody', room: 15, why: 'a guest of the house', since: '2024-05-17', until: null },
    ]
    expect(expectExact(rows, { 'book#1': [rows[4]], 'search#1': people })).toBe(
      '~5 rows: guest room why|since until\n=search#1[0] 11\nnobody 12\n=search#1[2] 13\nsomebody 14\n=book#1[0]',
    )
  })

  it('keep an absent cell behind them, which tells the first cell from the whole row', () => {
    const rows = [
      { guest: 'nobody at all', room: 11 },
      { guest: people[0] },
      { guest: 'somebody', room: 13 },
    ]
    expect(expectExact(rows, { 'search#1': people })).toBe(
      '~3 rows: guest|room\nnobody at all|11\n=search#1[0]|-\nsomebody|13',
    )
  })

  it('are not used in a table of one column', () => {
    const rows = [{ guest: 'nobody' }, { guest: people[0] }, { guest: 'somebody' }]
    expectExact(rows, { 'search#1': people })
  })

  it('never join rows whose first cells change an item alike', () => {
    const guest = (at: number) => ({ ...people[at], seats: 9 })
    const rows = [
      { guest: 'nobody', by: 'sea' },
      { guest: guest(1), by: 'rail' },
      { guest: guest(2), by: 'rail' },
      { guest: 'somebody', by: 'air' },
      { guest: 'anybody', by: 'air' },
    ]
    const rendered = expectExact(rows, { 'search#1': people })
    expect(rendered).toContain('{...search#1[1] seats=9} rail\n{...search#1[2] seats=9} rail')
  })
})

describe('a column that spells another one', () => {
  it('keeps its type', () => {
    const rows = [1, 2, 3, 4].map((id) => ({ id, label: `${id}`, name: `issue ${id}` }))
    const rendered = expectExact(rows, {})
    expect(rendered).toBe('~4 rows: id label:str name="issue {id}"\n1 1\n2 2\n3 3\n4 4')
  })
})
