import { loadTokenizer } from '@x/tokens'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readFrames } from '../src/diagnostics/read-frames.ts'
import { restoreFrames } from '../src/diagnostics/restore.ts'
import { shortenFrames } from '../src/diagnostics/shorten.ts'
import { STYLES } from '../src/diagnostics/styles.ts'
import { TEXT_NOTATIONS } from '../src/text-notations.ts'
import { readCorpus } from './corpus.ts'
import { changedOutput, compilerOutput } from './diagnostic-arbitrary.ts'
import { forced, roundTrip } from './round-trip.ts'

const counter = await loadTokenizer('o200k_base')
const notation = TEXT_NOTATIONS.find(({ name }) => name === 'diagnostics')!
const options = forced(counter, { level: 'dense', tokensBefore: 1e9 })

it('restores a hundred thousand outputs of compilers', () => {
  fc.assert(
    fc.property(compilerOutput, (lines) => {
      expect(restoreFrames(shortenFrames(lines)!)).toEqual(lines)
    }),
    { numRuns: 100_000 },
  )
})

it('restores twenty thousand garbled outputs', () => {
  fc.assert(
    fc.property(changedOutput, fc.constantFrom('\n', '\r\n', '\n\n'), (lines, end) => {
      const text = lines.join(end)
      expect(roundTrip(notation, text, options) ?? text).toBe(text)
    }),
    { numRuns: 20_000 },
  )
})

const CORPUS = ['oxc-diagnostics', 'ruff-diagnostics', 'gleam-diagnostics']

for (const name of CORPUS) {
  it(`writes every whole frame of ${name} short`, (context) => {
    const texts = readCorpus(`code_debug/${name}`)
    if (texts === undefined) return context.skip('PITH_DATA is not set')
    for (const text of texts) {
      const lines = text.split('\n')
      const short = shortenFrames(lines)
      if (short === undefined) continue
      expect(restoreFrames(short)).toEqual(lines)
      const left = STYLES.flatMap((style) => readFrames(short, style)).filter(isFrame)
      expect(left).toEqual([])
    }
  })
}

function isFrame(piece: unknown): boolean {
  return typeof piece !== 'string'
}
