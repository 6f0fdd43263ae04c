import { loadTokenizer } from '@x/tokens'
import { describe, expect, it } from 'vitest'
import { readDocument, restoreDocument } from '../../src/dialects.ts'
import {
  createFoldMemo,
  createLossMemo,
  createMemoryStore,
  createPipeline,
  type DroppedText,
  type FoldRecord,
  foldRecordOf,
  type Keeper,
  type MemoScope,
  type Part,
  type PipelineOptions,
  type PipelineResult,
  type Policy,
  type Role,
  type StateStore,
  type Transcript,
} from '../../src/index.ts'
import { createLineKeeper } from './line-keeper.ts'

const tokenizer = await loadTokenizer('o200k_base')
const POLICY: Policy = { mode: 'strict', loss: { rate: 0.5, minTokens: 20 } }
const secret = new Uint8Array([1, 2, 3])

function part(at: number, text: string, role: Role = 'tool'): Part {
  const id = `messages[${at}].content`
  return { id, role, kind: 'text', label: `read#${at + 1}`, text }
}

const WORDS = (
  'crate lantern shelf keeper gate straw book hall store upper north closes opens carries ' +
  'writes number evening seven nobody whoever easily catches before after beside under ' +
  'ladder barrel copper window quarter harvest winter market river bridge'
).split(' ')

/** Lines of words in no order, so that no exact form saves anything. */
function notes(seed: number, count = 12): string {
  let state = seed * 7919
  const word = (): string => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    return WORDS[(state >>> 8) % WORDS.length]!
  }
  return Array.from({ length: count }, () => Array.from({ length: 9 }, word).join(' ')).join('\n')
}

function pipelineOf(keeper: Keeper, options: Partial<PipelineOptions> = {}) {
  return createPipeline({ tokenizer, policy: POLICY, keeper, ...options })
}

const textsOf = ({ parts }: PipelineResult): string[] => parts.map(({ text }) => text)
const FIRST: Transcript = { parts: [part(0, 'which shelf?', 'user'), part(1, notes(1))] }
const SECOND: Transcript = { parts: [...FIRST.parts, part(2, 'the upper one'), part(3, notes(2))] }

describe('the rules of the fold with loss allowed', () => {
  it('opts in by mode, by rate, and by nothing else', () => {
    const fidelities = [
      { mode: 'strict' as const },
      { mode: 'aggressive' as const, thresholdTokens: 0 },
      { mode: 'strict' as const, loss: { rate: 0.5, minTokens: 20 } },
    ].map((policy) => pipelineOf(createLineKeeper(), { policy }).run(SECOND).fidelity)
    expect(fidelities).toEqual(['verbatim', 'verbatim', 'lossy'])
    const aggressive = { mode: 'aggressive', thresholdTokens: 0 } as const
    const long = { parts: [part(0, notes(1, 60))] }
    expect(pipelineOf(createLineKeeper(), { policy: aggressive }).run(long).fidelity).toBe('lossy')
    expect(() => createPipeline({ tokenizer, policy: aggressive })).toThrow(/give a keeper/)
  })

  it('tells what each part is where it is asked to, and changes nothing by it', () => {
    const policy = { mode: 'strict' } as const
    const plain = createPipeline({ tokenizer, policy }).run(SECOND)
    const { describe: describeText } = createLineKeeper()
    const described = createPipeline({ tokenizer, policy, describe: describeText }).run(SECOND)
    expect(textsOf(described)).toEqual(textsOf(plain))
    expect(plain.parts[1]!.profile).toBeUndefined()
    expect(described.parts[1]!.profile).toMatchObject({ kind: 'prose', confidence: 1 })
  })

  it('steers the rate by density where no strategy is named', () => {
    const dense = { structureRatio: 0.3, technicalTermDensity: 0.6, wordsPerLine: 2, score: 0.3 }
    const rates = (['auto', 'structured', 'natural'] as const).map((strategy) => {
      const keeper: Keeper = {
        ...createLineKeeper(),
        describe: () => ({ kind: 'log', confidence: 1, density: dense }),
      }
      const policy = { ...POLICY, loss: { rate: 0.4, strategy, minTokens: 20 } }
      return pipelineOf(keeper, { policy }).run(FIRST).loss?.rateAimed
    })
    expect(rates).toEqual([0.58, 0.4, 0.4])
    expect(pipelineOf(createLineKeeper()).run(FIRST).loss?.rateAimed).toBe(0.5)
  })

  it('says at once that a keeper has to wait', () => {
    const pipeline = pipelineOf(createLineKeeper({ waits: true }))
    expect(() => pipeline.run({ parts: [] })).toThrow(/"lines-1" has to wait: use runAsync/)
  })

  it('3: what exact forms save need not be dropped', () => {
    const rows = JSON.stringify(
      Array.from({ length: 40 }, (_, id) => ({ id, unit: `unit ${id}`, hall: 'north' })),
      null,
      2,
    )
    const result = pipelineOf(createLineKeeper()).run({ parts: [part(0, rows)] })
    expect(result.parts[0]).toMatchObject({ fidelity: 'exact', stage: 'notation' })
    expect(result.stages[0]).toMatchObject({ name: 'keep', skipped: 'exact forms reach the rate' })
  })

  it('4: nothing refers to a part that lost something, and a repeated one is judged anew', () => {
    const text = notes(3, 20)
    const result = pipelineOf(createLineKeeper()).run({
      parts: [part(0, text), part(1, text, 'assistant'), part(2, text), part(3, `x\n${text}`)],
    })
    expect(result.parts.map(({ fidelity }) => fidelity)).toEqual([
      'lossy',
      'verbatim',
      'exact',
      'exact',
    ])
    expect(result.parts[2]!.text).toBe('~\n[a=read#2]')
    for (const { text: sent } of result.parts) expect(sent).not.toContain('read#1')
  })

  it('6: the source is selected from, exact forms render what remains', () => {
    const seen: string[] = []
    const lines = createLineKeeper()
    const keeper: Keeper = {
      ...lines,
      keepNow(request) {
        seen.push(request.text)
        return { ...lines.keepNow!(request), text: `${known}\n[... 14 lines dropped]` }
      },
    }
    const known = notes(4, 6)
    const text = `${known}\n${notes(5, 14)}`
    const parts = [part(0, known, 'assistant'), part(1, text)]
    const policy = { ...POLICY, loss: { rate: 0.3, minTokens: 20 } }
    const result = pipelineOf(keeper, { policy }).run({ parts })
    expect(new Set(seen)).toEqual(new Set([text]))
    expect(result.parts[1]!.stage).toBe('keep+references')
    expect(result.parts[1]!.text).toBe('~\n[a=read#1 lines 1-6]\n[... 14 lines dropped]')
  })

  it('6: a text that is a rendering already, or lost something before, loses nothing more', () => {
    const once = pipelineOf(createLineKeeper()).run({ ...FIRST, restrictions: { isLone: true } })
    const sent = once.parts[1]!.text
    expect(sent).toMatch(/^~lossy\n/)
    const again = pipelineOf(createLineKeeper()).run({ parts: [part(0, sent)] })
    expect(again.parts[0]).toMatchObject({ text: sent, fidelity: 'verbatim' })
  })

  it('11: a lone lossy document says so, and is never restored in silence', () => {
    const document = readDocument(notes(6, 30))
    const result = pipelineOf(createLineKeeper()).run(document.transcript)
    const output = document.splice(result.parts)
    expect(output).toMatch(/^~lossy\n/)
    expect(() => restoreDocument(output)).toThrow(/is lossy/)
    const spelled = readDocument(`~lossy\n${PROSE}`)
    const escaped = spelled.splice(pipelineOf(createLineKeeper()).run(spelled.transcript).parts)
    expect(escaped).toBe(`~~lossy\n${PROSE}`)
    expect(restoreDocument(escaped)).toBe(`~lossy\n${PROSE}`)
  })

  it('13: a policy with loss has a version of its own, and so has every keeper', () => {
    const versions = [
      pipelineOf(createLineKeeper(), { policy: { mode: 'strict' } }).version,
      pipelineOf(createLineKeeper()).version,
      pipelineOf({ ...createLineKeeper(), id: 'lines-2' }).version,
      ...[{ rate: 0.4 }, { strategy: 'natural' as const }, { minTokens: 21 }].map(
        (loss) => pipelineOf(createLineKeeper(), { policy: { ...POLICY, loss } }).version,
      ),
    ]
    expect(new Set(versions).size).toBe(versions.length)
  })
})

const PROSE = 'The keeper opens the gate at seven.'

describe('originals', () => {
  it('are handed over before the result is, with what is sent in their place', async () => {
    const dropped: DroppedText[] = []
    const keepOriginal = (one: DroppedText): void => void dropped.push(one)
    const result = pipelineOf(createLineKeeper(), { keepOriginal }).run(SECOND)
    expect(dropped).toEqual(
      [1, 3].map((at) => ({
        partId: `messages[${at}].content`,
        label: `read#${at + 1}`,
        original: SECOND.parts[at]!.text,
        sent: result.parts[at]!.text,
      })),
    )
  })

  it('that nobody takes leave their part whole', async () => {
    const keepOriginal = (): Promise<void> => Promise.reject(new Error('the disk is full'))
    const pipeline = pipelineOf(createLineKeeper(), { keepOriginal })
    const result = await pipeline.runAsync(FIRST)
    expect(textsOf(result)).toEqual(FIRST.parts.map(({ text }) => text))
    expect(result.failures).toEqual([
      {
        partId: 'messages[1].content',
        reason: 'the original was not kept: the disk is full',
        isLoss: true,
      },
    ])
    const anew = pipelineOf(createLineKeeper(), { keepOriginal })
    expect(() => anew.run(FIRST)).toThrow(/keepOriginal answers a promise: use runAsync/)
  })
})

describe('the records of a conversation with loss', () => {
  const scope: MemoScope = {
    tenant: 'north',
    policyVersion: 'v',
    encoding: 'o200k_base',
    dialect: 'openai-chat',
  }

  /** One process: a pipeline and its memos over a store that others share. */
  function processOver(store: StateStore, keeper: Keeper) {
    const pipeline = pipelineOf(keeper)
    const losses = createLossMemo({ store, secret })
    const folds = createFoldMemo({ store, secret })
    return async (transcript: Transcript): Promise<PipelineResult> => {
      const recalled = await folds.recall(transcript, scope)
      const run = ({ verbatim, whole = [] }: FoldRecord): Promise<PipelineResult> =>
        pipeline.runAsync(transcript, { verbatim, whole, losses: losses.open(transcript, scope) })
      const result = await run(recalled ?? { verbatim: [] })
      await folds.record(transcript, scope, foldRecordOf(result, recalled))
      return result
    }
  }

  it('8: what was kept past a deadline stays so when the model is back', async () => {
    const store = createMemoryStore({ now: () => 0 })
    let reason: string | undefined = 'deadline of 300 ms'
    const slow = createLineKeeper({ waits: true, noise: () => 1, fallback: () => reason })
    const first = await processOver(store, slow)(FIRST)
    expect(first.loss).toMatchObject({ fallbacks: [reason], backends: ['plainer lines'] })
    expect(first.failures).toMatchObject([{ isLoss: true, reason: /deadline/ }])
    reason = undefined
    const second = await processOver(store, createLineKeeper({ waits: true }))(SECOND)
    expect(textsOf(second).slice(0, 2)).toEqual(textsOf(first))
    expect(second.loss?.backends).toEqual(['plainer lines', 'lines'])
  })

  it('8: a part that stayed whole because the keep stage failed stays whole', async () => {
    const store = createMemoryStore({ now: () => 0 })
    const first = await processOver(store, createLineKeeper({ isBroken: () => true }))(FIRST)
    expect(textsOf(first)).toEqual(FIRST.parts.map(({ text }) => text))
    const second = await processOver(store, createLineKeeper())(SECOND)
    expect(second.parts.map(({ fidelity }) => fidelity)).toEqual([
      'verbatim',
      'verbatim',
      'verbatim',
      'lossy',
    ])
    const third = { parts: [...SECOND.parts, part(4, 'and now?')] }
    expect(textsOf(await processOver(store, createLineKeeper())(third)).slice(0, 4)).toEqual(
      textsOf(second),
    )
  })

  it('14: of two replicas whose models differ, the first record wins', async () => {
    const store = createMemoryStore({ now: () => 0 })
    const replicas = [1, 2].map((noise) =>
      processOver(store, createLineKeeper({ waits: true, noise: () => noise })),
    )
    const results = await Promise.all(replicas.map((replica) => replica(FIRST)))
    expect(textsOf(results[1]!)).toEqual(textsOf(results[0]!))
    expect(results[0]!.fidelity).toBe('lossy')
    const later = await processOver(store, createLineKeeper({ noise: () => 3 }))(SECOND)
    expect(textsOf(later).slice(0, 2)).toEqual(textsOf(results[0]!))
  })

  it('3: holds the original before the mark leaves, and gives it back by its key', async () => {
    const store = createMemoryStore({ now: () => 0 })
    await processOver(store, createLineKeeper())(FIRST)
    const memo = createLossMemo({ store, secret })
    const key = await memo.open(FIRST, scope).keyAt(1)
    expect(await memo.read(key, 'north')).toMatchObject({ original: FIRST.parts[1]!.text })
    expect(await memo.read(key, 'south')).toBeUndefined()
    expect(await memo.read('0'.repeat(64), 'north')).toBeUndefined()
    expect(await memo.open(FIRST, { ...scope, tenant: 'south' }).keyAt(1)).not.toBe(key)
  })

  it('5: without its store nothing is dropped, and the result says why', async () => {
    const lost = (): Promise<never> => Promise.reject(new Error('connection refused'))
    const store: StateStore = { get: lost, set: lost, compareAndSet: lost, delete: lost }
    const losses = createLossMemo({ store, secret }).open(FIRST, scope)
    const result = await pipelineOf(createLineKeeper()).runAsync(FIRST, { losses })
    expect(textsOf(result)).toEqual(FIRST.parts.map(({ text }) => text))
    expect(result.failures[0]?.reason).toBe('the original was not kept: connection refused')
  })

  it('takes an entry that it did not write for none', async () => {
    const store = createMemoryStore({ now: () => 0 })
    const broken = { ...store, get: async () => '{"original":"x","selection":{"text":1}}' }
    const losses = createLossMemo({ store: broken, secret }).open(FIRST, scope)
    expect(await losses.recall(1)).toBeUndefined()
  })
})
