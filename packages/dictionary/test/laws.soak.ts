import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createRestorer, expand, substituteWithLegend } from '../src/index.ts'
import { repetitiveText } from './arbitrary-text.ts'
import { conversationLaw } from './conversation/conversation-law.ts'
import { o200k as counter } from './counters.ts'
import { transcriptLaw } from './inline/transcript-law.ts'

it('holds the law of transcripts 100,000 times', () => {
  fc.assert(transcriptLaw(counter), { numRuns: 100_000 })
})

it('holds the law of conversations 100,000 times', () => {
  fc.assert(conversationLaw(counter), { numRuns: 100_000 })
})

it('restores 100,000 streams alike, however they are cut', () => {
  const phrase = 'Connection to the primary database was refused by the gateway'
  fc.assert(
    fc.property(
      repetitiveText,
      fc.array(fc.nat(), { maxLength: 8 }),
      fc.constantFrom('text', 'json'),
      (noise, places, lane) => {
        const source = `${noise} ${`${phrase}; `.repeat(4)}${noise}`
        const result = substituteWithLegend(source, { counter, minTokens: 3 })
        if (result === undefined) return
        const { definitions } = result
        const text = lane === 'json' ? JSON.stringify([result.text]) : result.text
        const whole = expand(text, definitions, { lane })
        const restorer = createRestorer(definitions, { lane })
        const cuts = [0, ...places.map((place) => place % text.length), text.length]
        cuts.sort((a, b) => a - b)
        const chunks = cuts.slice(1).map((end, at) => restorer.push(text.slice(cuts[at], end)))
        expect(chunks.join('') + restorer.flush()).toBe(whole)
        expect(lane === 'json' ? JSON.parse(whole)[0] : whole).toBe(source)
      },
    ),
    { numRuns: 100_000 },
  )
})
