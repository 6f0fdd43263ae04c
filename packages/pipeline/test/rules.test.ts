import { loadTokenizer } from '@x/tokens'
import { describe, expect, it } from 'vitest'
import { readRequest } from '../src/dialects.ts'
import {
  createPipeline,
  type Part,
  type Policy,
  policyVersion,
  prefixKeys,
  type Restrictions,
  type Role,
  resolvePolicy,
  restoreTranscript,
} from '../src/index.ts'
import { planChange, resolveCacheRules, withStartRule } from '../src/planner.ts'

const tokenizer = await loadTokenizer('o200k_base')
const cl100k = await loadTokenizer('cl100k_base')

function part(at: number, text: string, extra: Partial<Part> = {}): Part {
  const role: Role = extra.role ?? 'tool'
  const id = `messages[${at}].content`
  return { id, role, kind: 'text', label: `read#${at + 1}`, text, ...extra }
}

function run(parts: readonly Part[], policy: Policy = {}, restrictions: Restrictions = {}) {
  const pipeline = createPipeline({ tokenizer, policy: { mode: 'strict', ...policy } })
  const result = pipeline.run({ parts, restrictions })
  expect(restoreTranscript(result.parts).parts).toEqual(parts)
  return result
}

const rows = (hall: string, count = 40): string =>
  JSON.stringify(
    Array.from({ length: count }, (_, id) => ({ id, unit: `unit ${id}`, hall, state: 'free' })),
    null,
    2,
  )
const PROSE = [
  'The keeper of the north hall opens the gate at seven and closes it at nine in the evening.',
  'Nobody may carry a lantern into the upper store; the straw there catches fire too easily.',
  'Whoever takes a crate writes the number of the shelf into the book beside the door.',
].join('\n')
const URL = 'https://store.example/halls/north/shelves/upper/crates/open'
/** Text in which only a phrase repeats. */
const lines = `Open ${URL} today.
Then look whether anybody else has ${URL} open, please.
In the evening close ${URL} and tell the keeper.`

describe('the rules of the fold', () => {
  it('1: nothing is compressed before the minimum that the provider caches is sent', () => {
    const policy = withStartRule({}, resolveCacheRules('anthropic-5m'))
    const { parts } = run(
      [0, 1, 2, 3, 4].map((at) => part(at, rows(`hall ${at}`, 16))),
      policy,
    )
    let sent = 0
    for (const { tokensAfter, fidelity } of parts) {
      sent += tokensAfter
      if (fidelity === 'exact') expect(sent).toBeGreaterThanOrEqual(1024)
    }
    expect(parts[0]!.fidelity).toBe('verbatim')
    expect(parts[4]!.fidelity).toBe('exact')
  })

  it('1: parts before the threshold stay verbatim for ever', () => {
    const parts = [0, 1, 2, 3].map((at) => part(at, rows(`hall ${at}`, 20)))
    const hybrid = run(parts, { mode: 'hybrid', thresholdTokens: 1000 })
    expect(hybrid.parts.map(({ fidelity }) => fidelity)).toEqual([
      'verbatim',
      'exact',
      'exact',
      'exact',
    ])
  })

  it('2: equal transcripts are one, whatever session or ids they have; an edited history is another', async () => {
    const scope = { tenant: 't', policyVersion: 'v', encoding: 'e', dialect: 'd' }
    const keysOf = (parts: readonly Part[]) => prefixKeys({ parts }, scope, new Uint8Array([1]))
    const parts = [part(0, 'a'), part(1, 'b'), part(2, 'c')]
    const keys = await keysOf(parts)
    expect(await keysOf(parts.map((p) => ({ ...p, id: `other ${p.id}` })))).toEqual(keys)
    expect(
      (await keysOf([parts[0]!, part(1, 'x'), parts[2]!])).map((k, at) => k === keys[at]),
    ).toEqual([true, false, false])
  })

  it('2: nothing refers to a part that an edit took away', () => {
    const result = run([part(0, 'hello'), part(1, PROSE), part(2, `again\n${PROSE}`)])
    expect(result.parts[2]!.text).toContain('[a=read#2 lines 1-3]')
    expect(run([part(0, 'hello'), part(2, `again\n${PROSE}`)]).parts[1]!.fidelity).toBe('verbatim')
  })

  it('3: an alias is absent from all parts before, opaque ones too, and is given up when a text spells it', () => {
    const free = run([part(0, lines)])
    expect(free.aliases.map(({ alias }) => alias)).toEqual(['$a'])
    const spelled = run([
      part(0, 'costs $a', { kind: 'opaque', role: 'assistant' }),
      part(1, lines),
    ])
    expect(spelled.aliases[0]!.alias).not.toMatch(/^\$/)
    const later = run([part(0, lines), part(1, 'now $a is a price'), part(2, `${lines}\nmore`)])
    expect(later.aliases.map(({ alias }) => alias)).not.toContain('$a')
  })

  it('3: where something was sealed no alias is defined or used any more', () => {
    const sealed = part(0, '', { kind: 'opaque', role: 'assistant', isSealed: true })
    expect(run([sealed, part(1, lines)]).aliases).toEqual([])
    expect(run([part(0, lines), { ...sealed, id: 'x' }]).aliases).toEqual([])
  })

  it('4: a reference names tool, occurrence and lines, and never points to a mark', () => {
    const parts = [part(0, PROSE), part(1, `one\n${PROSE}\ntwo`), part(2, `${PROSE}\nthree`)]
    const texts = run(parts).parts.map(({ text }) => text)
    expect(texts[1]).toBe('~\none\n[a=read#1 lines 1-3]\ntwo')
    expect(texts[2]).toBe('~\n[a]\nthree')
  })

  it('5: a self-contained request has notation only', () => {
    const parts = [part(0, rows('north')), part(1, rows('north')), part(2, PROSE), part(3, PROSE)]
    const result = run(parts, {}, { selfContained: true })
    expect(result.parts.map(({ stage }) => stage)).toEqual([
      'notation',
      'notation',
      undefined,
      undefined,
    ])
    expect(result.parts[0]!.text).toBe(result.parts[1]!.text)
  })

  it('6: hooks decide on source texts before anything is rendered', () => {
    const pipeline = createPipeline({
      tokenizer,
      policy: { mode: 'strict' },
      hooks: [({ parts }) => ({ parts: parts.slice(1) })],
    })
    const result = pipeline.run({
      parts: [part(0, PROSE), part(1, `x\n${PROSE}`), part(2, `y\n${PROSE}`)],
    })
    expect(result.parts.map(({ text }) => text)).toEqual([
      `x\n${PROSE}`,
      '~\ny\n[a=read#2 lines 2-4]',
    ])
  })

  it('7: parts stand in cache order, not in the order of bytes', () => {
    const body = { messages: [{ role: 'user', content: 'x' }], system: 's', tools: [{ name: 'n' }] }
    const read = readRequest(JSON.stringify(body), 'anthropic')
    expect(read?.transcript.parts.map(({ role }) => role)).toEqual(['tools', 'system', 'user'])
  })

  it('8: a part beyond the work limit stays verbatim and says why', () => {
    const result = run([part(0, rows('north'))], { maxPartLength: 1000 })
    expect(result.tokensAfter).toBe(result.tokensBefore)
    expect(result.stages[0]!.skipped).toBe('longer than 1000 code units')
  })

  it('9: a flag that forbids restoring forbids aliases from the first part on', () => {
    expect(run([part(0, lines)], {}, { noAliases: true }).aliases).toEqual([])
  })

  it('10: assistant texts stay verbatim by default, and may be referred to', () => {
    const parts = [part(0, rows('north'), { role: 'assistant' }), part(1, rows('north'))]
    const result = run(parts)
    expect(result.parts[0]!.fidelity).toBe('verbatim')
    expect(result.parts[1]!.text).toBe('~\n[a=read#1]')
    expect(run(parts, { roles: ['assistant'] }).parts[0]!.fidelity).toBe('exact')
  })

  it('11: a text that looks rendered is restored, and grows by an escape only in a lone document', () => {
    const parts = ['~', '~{"a":1}', '~\n[a=read#1]'].map((text, at) => part(at, text))
    expect(run(parts).tokensAfter).toBe(run(parts).tokensBefore)
    const lone = run(parts, {}, { isLone: true })
    expect(lone.parts.slice(1).map(({ text }) => text)).toEqual(['~~{"a":1}', '~~\n[a=read#1]'])
  })

  it('12: where counts stand in for others, a rewrite wins under each of them and in bytes', () => {
    const texts = [rows('north'), PROSE, `a\n${PROSE}`, '[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]']
    const options = {
      tokenizer,
      approximate: true,
      alsoCount: [cl100k],
      policy: { mode: 'strict' as const },
    }
    const result = createPipeline(options).run({ parts: texts.map((text, at) => part(at, text)) })
    expect(result.approximate).toBe(true)
    for (const { part: own, text } of result.parts) {
      if (text === own.text) continue
      expect(cl100k.countTokens(text)).toBeLessThan(cl100k.countTokens(own.text))
      expect(Buffer.byteLength(text)).toBeLessThan(Buffer.byteLength(own.text))
    }
    const stubborn = { countTokens: () => 1 }
    const none = createPipeline({ ...options, alsoCount: [stubborn] })
    expect(none.run({ parts: [part(0, rows('north'))] }).fidelity).toBe('verbatim')
  })

  it('13: every policy has a version of its own, and memo entries of two never meet', async () => {
    const versions = [{}, { mode: 'strict' as const }].map((policy) =>
      policyVersion(resolvePolicy(policy)),
    )
    const [a, b] = await Promise.all(
      versions.map((version) =>
        prefixKeys(
          { parts: [part(0, 'x')] },
          { tenant: 't', policyVersion: version, encoding: 'e', dialect: 'd' },
          new Uint8Array([1]),
        ),
      ),
    )
    expect(a).not.toEqual(b)
  })

  it('14: names of tools and their order come from the transcript alone', () => {
    const parts = [part(0, PROSE), part(1, rows('north')), part(2, `x\n${PROSE}`)]
    const results = Array.from({ length: 3 }, () => run(structuredClone(parts)))
    expect(new Set(results.map(({ parts: sent }) => JSON.stringify(sent))).size).toBe(1)
  })

  it('15: no part is added and none is taken away', () => {
    const parts = [part(0, ''), part(1, rows('north')), part(2, rows('north')), part(3, ' ')]
    expect(run(parts).parts.map((rendered) => rendered.part)).toEqual(parts)
  })

  it('16: what was sent is never compressed again, also when that would pay', () => {
    const verdict = planChange(
      {
        tokensRemoved: 500,
        tokensBehind: 9000,
        laterReads: 3,
        aliveProbability: 1,
        prefixTokens: 9500,
      },
      resolveCacheRules('anthropic-5m'),
    )
    expect(verdict.allowed).toBe(false)
    const early = part(0, rows('north', 30))
    const late = Array.from({ length: 5 }, (_, at) => part(at + 1, rows(`hall ${at}`, 60)))
    const policy = { mode: 'hybrid', thresholdTokens: 2000 } as const
    expect(run([early], policy).parts[0]!.text).toBe(early.text)
    expect(run([early, ...late], policy).parts[0]!.text).toBe(early.text)
  })
})
