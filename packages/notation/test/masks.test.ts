import { loadTokenizer } from '@x/tokens'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NotationError, parse, render } from '../src/index.ts'
import { digitsIn, fillMask, frequentMasks, readMask } from '../src/json/masks.ts'

const counter = await loadTokenizer('o200k_base')

describe('masks of digits', () => {
  it.each([
    ['503-###-####', ['503-200-5678', '503-251-9991', '503-294-9000', '971-351-0230'], 3],
    ['+33 1 ## ## ## ##', ['+33 1 84 82 49 09', '+33 1 49 52 99 70'], 2],
    ['##:##', ['09:30', '17:05', '21:45'], 3],
    ['####-##-##', ['2024-05-17', '2025-06-02', '2023-11-30'], 3],
    ['2024-##-##', ['2024-05-17', '2024-06-02', '2024-11-30'], 3],
    ['gate (##/##)', ['gate (12/34)', 'gate (56/78)'], 2],
  ])('%s is found', (mask, words, least) => {
    expect(frequentMasks(words, least).map(({ text }) => text)).toContain(mask)
  })

  it.each([
    ['decimals', ['12.50', '13.75', '99.95']],
    ['addresses', ['10.0.0.12', '10.1.0.23', '10.2.0.34']],
    ['versions', ['1.12.3', '1.14.4', '1.20.5']],
    ['more than eight digits', ['2024-05-17T10:00:12Z', '2023-06-18T11:22:33Z']],
    ['time stamps', ['2024-05-17 10:00:12', '2024-05-18 11:22:33']],
    ['what an affix does as well', ['item 17', 'item 18', 'item 29']],
    ['letters between digits', ['12a34', '56a78']],
    ['single digits', ['1-2', '3-4', '5-6']],
    ['words that hold the sign', ['#12:34', '#56:78']],
    ['equal words', ['12:34', '12:34']],
    ['too few alike', ['12:34', '56:78', 'noon', 'dusk', 'dawn']],
    ['no words', []],
  ])('none for %s', (_, words) => {
    expect(frequentMasks(words, Math.ceil(words.length * 0.6))).toEqual([])
  })

  it('give back what they took', () => {
    const word = fc.stringMatching(/^[0-9: ()/+-]{3,14}$/)
    fc.assert(
      fc.property(fc.array(word, { minLength: 2, maxLength: 6 }), fc.boolean(), (words, isAll) => {
        const least = isAll ? words.length : 2
        for (const mask of frequentMasks(words, least)) {
          const digits = words.map((one) => digitsIn(mask, one))
          const masked = digits.filter((one) => one !== undefined)
          expect(masked.length).toBeGreaterThanOrEqual(least)
          for (const [i, one] of digits.entries()) {
            if (one !== undefined) expect(fillMask(mask, one)).toBe(words[i])
          }
        }
      }),
    )
  })

  it('stand in headers, with other values in quotes', () => {
    const phones = ['+44 20 7493 4545', '+44 20 7706 4660', '+44 871 376 9012', '+44 20 7403 4299']
    const rows = ['Park Lane', 'Abc Hyde Park', 'Charing Cross', 'London Bridge'].map(
      (name, i) => ({
        phone: phones[i],
        name,
        opens: ['06:30', '07:15', '10:45', '11:20'][i],
      }),
    )
    const text = JSON.stringify(rows)
    const rendered = render(text, { counter })?.text
    expect(rendered).toBe(
      '~4 rows: phone:"+44 20 #### ####" name|opens\n74934545 Park Lane|06:30\n' +
        '77064660 Abc Hyde Park|07:15\n"+44 871 376 9012" Charing Cross|10:45\n74034299 London Bridge|11:20',
    )
    expect(parse(rendered!)).toBe(text)
  })

  it.each([
    ['too few digits', '~2 rows: a:##:## b\n123 x\n1234 y'],
    ['too many digits', '~2 rows: a:##:## b\n12345 x\n1234 y'],
    ['a letter', '~2 rows: a:##:## b\n12a4 x\n1234 y'],
    ['no mask behind the colon', '~2 rows: a:x b\n1 x\n2 y'],
    ['a lone sign', '~2 rows: a:# b\n1 x\n2 y'],
    ['more than eight places', '~2 rows: a:####-##### b\n123456789 x\n123456789 y'],
    ['letters between places', '~2 rows: a:##x## b\n1234 x\n1234 y'],
    ['nothing between places', '~2 rows: a:#### b\n1234 x\n1234 y'],
    ['a long mask', `~2 rows: a:${'x'.repeat(100)}##:## b\n1234 x\n1234 y`],
    ['a list for a cell', '~2 rows: a:##:## b\n[1] x\n1234 y'],
    ['str in quotes', '~2 rows: a:"str" b\n1 x\n2 y'],
  ])('are refused with %s', (_, text) => {
    expect(() => parse(text)).toThrow(NotationError)
  })

  it('keep their digits apart from a cell that begins like a table', () => {
    const rows = Array.from({ length: 12 }, (_, i) => ({
      at: `1${i % 10}:2${i % 7}`,
      kind: ['keys', 'rows', 'text rows', '2 keys', 'two doors'][i % 5],
      n: i * 7,
    }))
    const text = JSON.stringify(rows)
    const rendered = render(text, { counter })?.text
    expect(rendered).toContain(' at:##:## kind|n\n1020 "keys"|0\n')
    expect(parse(rendered!)).toBe(text)
    const bare = '~2 rows: at:##:## kind|n\n1020 keys|1\n1121 doors|2'
    expect(parse(bare)).toBe(
      '[{"at":"10:20","kind":"keys","n":1},{"at":"11:21","kind":"doors","n":2}]',
    )
  })

  it('are chosen by rows from everywhere, not by the first ones', () => {
    const words = Array.from({ length: 240 }, (_, i) =>
      i < 50 ? `1${i % 10}:${10 + i}` : 'closed',
    )
    const rows = words.map((at, id) => ({ id, at }))
    expect(render(JSON.stringify(rows), { counter })?.text).toContain('240 rows: id at\n')
  })

  it('read any mask that they write, and nothing else', () => {
    expect(readMask('gate (##/##)')).toEqual({ text: 'gate (##/##)', places: 4 })
    expect(readMask('')).toBeUndefined()
    expect(readMask('a "##:##"')).toBeUndefined()
  })
})
