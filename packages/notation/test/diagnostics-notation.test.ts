import { loadTokenizer } from '@x/tokens'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { restoreFrames } from '../src/diagnostics/restore.ts'
import { shortenFrames } from '../src/diagnostics/shorten.ts'
import { NotationError, parse, render } from '../src/index.ts'
import { TEXT_NOTATIONS } from '../src/text-notations.ts'
import { changedOutput, compilerOutput } from './diagnostic-arbitrary.ts'
import cases from './fixtures/diagnostics.json' with { type: 'json' }
import { hostileFrames } from './hostile-texts.ts'
import { forced, roundTrip } from './round-trip.ts'

const counter = await loadTokenizer('o200k_base')
const notation = TEXT_NOTATIONS.find(({ name }) => name === 'diagnostics')!
const options = forced(counter, { level: 'dense', tokensBefore: 1e9 })

/** Whatever the probe says, and whether or not it saves anything. */
function expectExact(text: string): void {
  expect(roundTrip(notation, text, options) ?? text).toBe(text)
  const rendering = render(text, { counter })
  if (rendering !== undefined) expect(parse(rendering.text)).toBe(text)
}

describe('the grammar of frames', () => {
  it.each(cases.short)('$what', ({ text, short }) => {
    expect(shortenFrames(text)).toEqual(short)
    expect(restoreFrames(short)).toEqual(text)
  })

  it.each(cases.refused)('refuses $what', ({ short }) => {
    expect(() => restoreFrames(short)).toThrow(NotationError)
  })

  it.each(cases.left)('leaves $what as it is', ({ text }) => {
    expect(shortenFrames(text)).toBeUndefined()
    expectExact(text.join('\n'))
  })
})

describe('frames are exact', () => {
  it('writes every frame of a compiler short, and restores it', () => {
    fc.assert(
      fc.property(compilerOutput, (lines) => {
        const short = shortenFrames(lines)!
        const body = short.slice(short.findIndex((line) => /^\S\.$/.test(line)) + 1)
        expect(body.filter((line) => /^ +(?:-->|╭─|┌─|\d+ \|)/.test(line))).toEqual([])
        expect(restoreFrames(short)).toEqual(lines)
      }),
      { numRuns: 300 },
    )
  })

  it('restores what is cut, doubled or garbled', () => {
    fc.assert(
      fc.property(changedOutput, fc.constantFrom('\n', '\r\n', '\n\n'), (lines, end) => {
        expectExact(lines.join(end))
      }),
      { numRuns: 300 },
    )
  })

  it('restores its own short lines as any other text', () => {
    fc.assert(
      fc.property(compilerOutput, (lines) => {
        const short = shortenFrames(lines)!
        expectExact(short.join('\n'))
        expectExact([...short, ...lines].join('\n'))
      }),
      { numRuns: 100 },
    )
  })

  it.each(hostileFrames())('ends in time on $what', ({ text }) => {
    const before = performance.now()
    expectExact(text)
    expect(performance.now() - before).toBeLessThan(50_000)
  })

  it('reads or refuses short lines that were changed', () => {
    const change = fc.tuple(
      fc.nat(),
      fc.nat({ max: 3 }),
      fc.constantFrom('', '@', ':', '-', '\n', '9', '[', '~', '=', '+', '|', '«', ' ', '.'),
    )
    fc.assert(
      fc.property(
        compilerOutput,
        fc.array(change, { minLength: 1, maxLength: 4 }),
        (lines, changes) => {
          let short = shortenFrames(lines)!.join('\n')
          for (const [at, removed, added] of changes) {
            const from = at % (short.length + 1)
            short = short.slice(0, from) + added + short.slice(from + removed)
          }
          try {
            expect(Array.isArray(restoreFrames(short.split('\n')))).toBe(true)
          } catch (error) {
            expect(error).toBeInstanceOf(NotationError)
          }
        },
      ),
      { numRuns: 300 },
    )
  })
})
