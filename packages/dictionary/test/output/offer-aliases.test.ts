import { describe, expect, it } from 'vitest'
import { createRestorer } from '../../src/index.ts'
import { offerOutputAliases, reportOutput } from '../../src/output.ts'
import { o200k as counter } from '../counters.ts'

const CLASS = 'com.example.billing.reconciliation.InvoiceRepositoryFactory'
const PATH = '/srv/releases/current/packages/worker/src/index.ts'
const REQUEST = `${`Fix ${CLASS} in ${PATH}.\n`.repeat(5)}Return the function unchanged.`

describe('offerOutputAliases', () => {
  it('offers short forms for long phrases that the request repeats', () => {
    const offer = offerOutputAliases(REQUEST, { counter })!
    expect(offer.definitions.map(({ alias }) => alias)).toEqual(['@01'])
    expect(offer.instruction).toContain(`@01 = Fix ${CLASS} in ${PATH}`)
    expect(offer.instructionTokens).toBe(counter.countTokens(offer.instruction))
  })

  it('offers no short form for a word of one token', () => {
    expect(
      offerOutputAliases('function return undefined '.repeat(40), {
        counter,
        minSavedPerUse: 1,
        maxAliases: 1,
      })?.definitions.every(({ phrase }) => counter.countTokens(phrase) > 3) ?? true,
    ).toBe(true)
    expect(
      offerOutputAliases('function\n'.repeat(40), { counter, minSavedPerUse: 1 }),
    ).toBeUndefined()
  })

  it('offers nothing where the request spells such forms itself', () => {
    expect(offerOutputAliases(`${REQUEST} priced @01`, { counter })).toBeUndefined()
  })

  it('offers nothing where the instruction would cost more than the hits save', () => {
    expect(offerOutputAliases(REQUEST, { counter, expectedUses: 0.1 })).toBeUndefined()
  })

  it('reports measured hits of a streamed answer', () => {
    const offer = offerOutputAliases(`${`${CLASS};\n`.repeat(4)}${`${PATH};\n`.repeat(4)}`, {
      counter,
    })!
    expect(offer.definitions).toHaveLength(2)
    const [first] = offer.definitions
    const lane = createRestorer(offer.definitions)
    const answer = lane.push('Edit @0') + lane.push('1, then @01 again.') + lane.flush()
    expect(answer).toBe(`Edit ${first!.phrase}, then ${first!.phrase} again.`)
    const report = reportOutput(offer, lane.hits, counter)
    expect(report).toMatchObject({ offered: 2, used: 1, hits: 2, hitRate: 0.5 })
    expect(report.outputTokensSaved).toBeGreaterThan(10)
  })
})
