import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  COMMAND_OUTPUT_ENVIRONMENT,
  compressCommandOutput,
  expandCommandOutput,
} from '../../src/command-output.ts'
import { repetitiveText } from '../arbitrary-text.ts'
import { o200k as counter } from '../counters.ts'

const LINE = 'INFO request to http://localhost:8080/health answered in time\n'

describe('compressCommandOutput', () => {
  it.each([
    ['fewer than 5,000 characters', LINE.repeat(60), {}, 'too few characters'],
    ['fewer than 1,000 tokens', 'a'.repeat(6000), {}, 'too few tokens'],
    [
      'no repetition',
      [...Array(1500).keys()].map((at) => (at * 7919) % 99991).join('\n'),
      {},
      'no win',
    ],
    ['another role', LINE.repeat(200), { role: 'assistant' }, 'other role'],
    ['compression switched off', LINE.repeat(200), { enabled: false }, 'disabled'],
  ] as const)('leaves an output with %s as it is', (_, text, options, refusal) => {
    const result = compressCommandOutput(text, { counter, ...options })
    expect(result).toMatchObject({ text, dictionary: {}, legend: '', refusal })
    expect(result.tokensAfter).toBe(result.tokensBefore)
  })

  it('counts its dictionary', () => {
    const result = compressCommandOutput(LINE.repeat(200), { counter })
    expect(result.refusal).toBeUndefined()
    expect(result.tokensAfter).toBe(counter.countTokens(`${result.legend}\n${result.text}`))
    expect(expandCommandOutput(result.text, result.dictionary)).toBe(LINE.repeat(200))
  })

  it('is exact for any output in every style', () => {
    fc.assert(
      fc.property(
        repetitiveText,
        fc.constantFrom('auto', 'dstroke', 'section', 'at'),
        (noise, style) => {
          const text = `${noise}\n${LINE.repeat(20)}${noise}`
          const result = compressCommandOutput(text, { counter, style, minChars: 0, minTokens: 0 })
          expect(expandCommandOutput(result.text, result.dictionary)).toBe(text)
          expect(result.tokensAfter).toBeLessThanOrEqual(result.tokensBefore)
        },
      ),
      { numRuns: 200 },
    )
  })

  it('names the variables that callers map', () => {
    expect(COMMAND_OUTPUT_ENVIRONMENT.AGENT_COMPRESSION_MIN_CHARS).toBe('minChars')
  })
})
