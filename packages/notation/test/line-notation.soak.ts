import { loadTokenizer } from '@x/tokens'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parse, render } from '../src/index.ts'
import { TEXT_NOTATIONS } from '../src/text-notations.ts'
import { readCorpus } from './corpus.ts'
import { programText } from './line-arbitrary.ts'
import { forced, roundTrip } from './round-trip.ts'

const counter = await loadTokenizer('o200k_base')
const [log] = TEXT_NOTATIONS

function expectExact(text: string): void {
  for (const level of ['plain', 'dense'] as const) {
    expect(roundTrip(log!, text, forced(counter, { level })) ?? text).toBe(text)
  }
}

it('restores a hundred thousand texts made of what programs write', () => {
  fc.assert(fc.property(programText, expectExact), { numRuns: 100_000 })
})

it('restores twenty thousand arbitrary texts', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 400 }), expectExact), {
    numRuns: 20_000,
  })
})

const CORPUS = [
  'cicd_log/jenkins-analysis-model',
  'cicd_log/pytorch-ci-logs',
  'code_debug/moatless-testlogs',
  'code_debug/oxc-diagnostics',
  'code_debug/ruff-diagnostics',
  'browser_a11y/aria-adminlte',
  'browser_a11y/aria-aria-practices',
  'browser_a11y/aria-wiki',
  'git_diff/git-honojs__hono',
]

for (const name of CORPUS) {
  it(`restores all of ${name} and never grows`, (context) => {
    const texts = readCorpus(name)
    if (texts === undefined) return context.skip('PITH_DATA is not set')
    for (const text of texts) {
      const rendering = render(text, { counter })
      if (rendering === undefined) continue
      expect(parse(rendering.text)).toBe(text)
      expect(rendering.tokensAfter).toBeLessThan(counter.countTokens(text))
    }
  })
}
