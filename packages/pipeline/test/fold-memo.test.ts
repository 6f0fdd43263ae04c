import { loadTokenizer } from '@x/tokens'
import { describe, expect, it } from 'vitest'
import {
  createFoldMemo,
  createMemoryStore,
  createPipeline,
  foldRecordOf,
  type Part,
  policyVersion,
  resolvePolicy,
  type TokenCounter,
  type Transcript,
} from '../src/index.ts'

const tokenizer = await loadTokenizer('o200k_base')
const POLICY = { mode: 'strict' } as const
const SCOPE = {
  tenant: 'north',
  policyVersion: policyVersion(resolvePolicy(POLICY)),
  encoding: 'o200k_base',
  dialect: 'openai-chat',
}
const secret = new Uint8Array([1, 2, 3])

function part(at: number, text: string): Part {
  return {
    id: `messages[${at}].content`,
    role: 'tool',
    kind: 'text',
    label: `read#${at + 1}`,
    text,
  }
}

const ROWS = JSON.stringify(
  Array.from({ length: 20 }, (_, id) => ({ id, unit: `unit ${id}`, shelf: 'north' })),
  null,
  2,
)
const FIRST: Transcript = { parts: [part(0, ROWS), part(1, `${ROWS} `), part(2, 'thank you')] }
const SECOND: Transcript = { parts: [...FIRST.parts, part(3, 'and again'), part(4, ROWS)] }

/** A stage that fails today and works tomorrow. */
function flaky(isBroken: () => boolean): TokenCounter {
  return {
    countTokens(text) {
      if (isBroken() && text.startsWith('~')) throw new Error('out of time')
      return tokenizer.countTokens(text)
    },
  }
}

describe('the memo of the fold', () => {
  it('keeps a part verbatim after a failure that does not come again', async () => {
    let isBroken = true
    const make = () => createPipeline({ tokenizer: flaky(() => isBroken), policy: POLICY })
    const memo = createFoldMemo({ store: createMemoryStore({ now: () => 0 }), secret })
    const first = make().run(FIRST)
    expect(first.parts.map(({ fidelity }) => fidelity)).toEqual([
      'verbatim',
      'verbatim',
      'verbatim',
    ])
    expect(first.failures).toHaveLength(2)
    await memo.record(FIRST, SCOPE, foldRecordOf(first, undefined))

    isBroken = false
    const record = await memo.recall(SECOND, SCOPE)
    expect(record).toEqual({ verbatim: [0, 1] })
    const second = make().run(SECOND, record)
    expect(second.parts.slice(0, 3).map(({ text }) => text)).toEqual(
      first.parts.map(({ text }) => text),
    )
    expect(second.parts[4]!.fidelity).toBe('exact')
    await memo.record(SECOND, SCOPE, foldRecordOf(second, record))

    const third = { parts: [...SECOND.parts, part(5, 'one more')] }
    expect(await memo.recall(third, SCOPE)).toEqual({ verbatim: [0, 1] })
  })

  it('lets the first record win and hands it to the second writer', async () => {
    const memo = createFoldMemo({ store: createMemoryStore({ now: () => 0 }), secret })
    const good = createPipeline({ tokenizer, policy: POLICY }).run(FIRST)
    const bad = createPipeline({ tokenizer: flaky(() => true), policy: POLICY }).run(FIRST)
    expect(await memo.record(FIRST, SCOPE, foldRecordOf(good, undefined))).toEqual({ verbatim: [] })
    expect(await memo.record(FIRST, SCOPE, foldRecordOf(bad, undefined))).toEqual({ verbatim: [] })
  })

  it.each([
    ['tenant', { ...SCOPE, tenant: 'south' }, SECOND],
    ['policy', { ...SCOPE, policyVersion: 'v0' }, SECOND],
    ['history', SCOPE, { parts: [part(0, 'other'), ...SECOND.parts.slice(1)] }],
    ['restrictions', SCOPE, { ...SECOND, restrictions: { selfContained: true } }],
  ])('knows nothing of another %s', async (_, scope, transcript) => {
    const memo = createFoldMemo({ store: createMemoryStore({ now: () => 0 }), secret })
    const result = createPipeline({ tokenizer, policy: POLICY }).run(FIRST)
    await memo.record(FIRST, SCOPE, foldRecordOf(result, undefined))
    expect(await memo.recall(SECOND, SCOPE)).toEqual({ verbatim: [] })
    expect(await memo.recall(transcript, scope)).toBeUndefined()
  })

  it('takes an entry that it did not write for none', async () => {
    const store = createMemoryStore({ now: () => 0 })
    const broken = { ...store, get: async () => '{"verbatim":"all"}' }
    const memo = createFoldMemo({ store: broken, secret })
    expect(await memo.recall(FIRST, SCOPE)).toBeUndefined()
  })
})

describe('policyVersion', () => {
  it('is the same for equal policies and another for every change', () => {
    const base = policyVersion(resolvePolicy({ mode: 'hybrid' }))
    expect(policyVersion(resolvePolicy({}))).toBe(base)
    const others = [
      { mode: 'strict' as const },
      { thresholdTokens: 1 },
      { minimumSentTokens: 1024 },
      { roles: ['tool' as const] },
      { stages: ['notation' as const] },
      { maxPartLength: 5 },
    ].map((policy) => policyVersion(resolvePolicy(policy)))
    expect(new Set([base, ...others]).size).toBe(7)
  })
})
