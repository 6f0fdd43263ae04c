import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { flagUnits } from '../../src/floor/flag-units.ts'
import { floorWords } from '../../src/floor/floor-words.ts'
import { detect, type KeepResult, scoreHeuristic, selectKept } from '../../src/index.ts'
import { countPieces, type Span, sentencesOf, unitsOf, wordsOf } from '../../src/training.ts'

/** Words that are floor whatever stands around them, by rules that are not those of the floor. */
const NEVER_CUT = /\d|:\/\/|\w\/|\/\w|\w_\w|(?<!\w)(?:must|not|never)(?!\w)/
const path = fc
  .tuple(
    fc.constantFrom('', '[', '(', '`', '**'),
    fc.array(fc.constantFrom('src', 'hack', '..', '.', 'node_modules', 'https:'), {
      minLength: 1,
      maxLength: 3,
    }),
    fc.constantFrom('/', '/a.ts', '/)', '/],'),
  )
  .map(([before, folders, end]) => `${before}${folders.join('/')}${end}`)
const rate = fc.double({ min: 0.1, max: 0.9, noNaN: true })
const sentence = fc
  .array(
    fc.oneof(
      {
        weight: 8,
        arbitrary: fc.constantFrom(
          ...'the old mill of a village you must not never open Paris 42 3.5% 7 % km src/main.ts "two words" was very nice and then it rained over all'.split(
            ' ',
          ),
        ),
      },
      { weight: 1, arbitrary: path },
    ),
    { minLength: 3, maxLength: 16 },
  )
  .map((words) => `${words.join(' ')}. `)
const prose = fc.array(sentence, { minLength: 1, maxLength: 12 }).map((all) => all.join(''))
const log = fc
  .array(
    fc.oneof(
      fc.nat(99).map((n) => `10:00:${n} INFO [web] request ${n} took ${n * 3} ms`),
      fc.nat(3).map((n) => `10:00:0${n} ERROR [db] refused by host ${'abcd'[n]}`),
    ),
    { minLength: 6, maxLength: 40 },
  )
  .map((lines) => lines.join('\n'))
const markdown = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: sentence },
      fc
        .array(fc.constantFrom('const a = 1', 'return b', '', '    indented'), { maxLength: 6 })
        .map((lines) => ['```ts', ...lines, '```'].join('\n')),
      fc
        .array(sentence, { maxLength: 3 })
        .map((lines) => ['~~~~', '```', ...lines, '~~~~'].join('\n')),
    ),
    { minLength: 1, maxLength: 10 },
  )
  .map((blocks) => blocks.join('\n\n'))

function keep(text: string, options: { rate: number; unit?: 'line' | 'word' }): KeepResult {
  return selectKept(text, scoreHeuristic(text, options), options)
}

function isKept({ kept }: KeepResult, start: number, end: number): boolean {
  return kept.some(([from, to]) => from <= start && end <= to)
}

describe('the floor', () => {
  it('loses no word in a sentence of which any word is kept', () => {
    fc.assert(
      fc.property(prose, rate, (text, share) => {
        const result = keep(text, { rate: share, unit: 'word' })
        const words = wordsOf(text)
        const isFloor = floorWords(text, words)
        for (const { start, end } of sentencesOf(text)) {
          const inside = words.filter((word) => word.start >= start && word.start < end)
          const kept = inside.filter((word) => isKept(result, word.start, word.end))
          const floor = inside.filter(
            (word, i) =>
              isFloor[words.indexOf(word)] ||
              isUnitOf(inside[i - 1], word, text) ||
              NEVER_CUT.test(text.slice(word.start, word.end)),
          )
          if (kept.length === 0) continue
          for (const word of floor) expect(isKept(result, word.start, word.end)).toBe(true)
        }
      }),
    )
  })

  it('cuts no word', () => {
    fc.assert(
      fc.property(prose, rate, (text, share) => {
        const words = wordsOf(text)
        for (const [from, to] of keep(text, { rate: share, unit: 'word' }).kept) {
          for (const { start, end } of words) {
            expect((start < from && from < end) || (start < to && to < end)).toBe(false)
          }
        }
      }),
    )
  })

  it('keeps flagged lines first: one is lost only where half of what is kept is flagged, or it does not fit', () => {
    fc.assert(
      fc.property(log, rate, (text, share) => {
        const result = keep(text, { rate: share, unit: 'line' })
        if (result.reachableRate > share) return
        const units = unitsOf(text, 'line')
        const flagged = flagUnits(units, detect(text).spans).map(({ index }) => units[index]!)
        const lost = flagged.filter(({ start, end }) => !isKept(result, start, end))
        const held = flagged.filter(({ start, end }) => isKept(result, start, end))
        expect(lost).toHaveLength(result.flagged.dropped)
        expect(held).toHaveLength(result.flagged.kept)
        if (lost.length === 0) return
        const cost = (all: typeof flagged) => all.reduce((sum, unit) => sum + unit.cost, 0)
        const shortest = Math.min(...lost.map((unit) => unit.cost))
        const marks =
          countPieces(result.text) - cost(units.filter((u) => isKept(result, u.start, u.end)))
        expect(cost(held) + shortest + marks).toBeGreaterThan(
          (share * result.tokensBefore) / 2 - marks,
        )
      }),
    )
  })

  it('closes every fence', () => {
    fc.assert(
      fc.property(markdown, rate, (text, share) => {
        for (const unit of ['line', 'word', undefined] as const) {
          const result = keep(text, { rate: share, ...(unit && { unit }) })
          expect(isOpen(result.text)).toBe(isOpen(text))
        }
      }),
    )
  })
})

/** Whether a word is what the number before it counts. */
function isUnitOf(before: Span | undefined, word: Span, text: string): boolean {
  if (before === undefined) return false
  return /^\d+(?:%|\.\d+)? (?:%|km)$/.test(text.slice(before.start, word.end))
}

/** Whether a fence is open at the end. */
function isOpen(text: string): boolean {
  let open: string | undefined
  for (const line of text.split('\n')) {
    const [, fence, info] = /^ {0,3}(`{3,}|~{3,})\s*(\S*)/.exec(line) ?? []
    if (fence === undefined) continue
    if (open === undefined) open = fence
    else if (info === '' && fence.startsWith(open)) open = undefined
  }
  return open !== undefined
}
