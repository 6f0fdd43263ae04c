import {
  createFoldMemo,
  createMemoryStore,
  createPipeline,
  foldRecordOf,
  policyVersion,
  resolvePolicy,
  restoreTranscript,
} from '@x/pipeline'
import { readRequest } from '@x/pipeline/dialects'
import { loadTokenizer } from '@x/tokens'

/** What the package makes of one request body, the same wherever it runs. */
export interface Outcome {
  readonly sent: string
  readonly tokensAfter: number
  readonly isRestored: boolean
  readonly recalled: unknown
}

/** Compresses and restores; with a memo it records and recalls, too (a page without https has no WebCrypto for it). */
export async function compress(body: string, withMemo: boolean): Promise<Outcome> {
  const policy = { mode: 'strict' } as const
  const request = readRequest(body)!
  const pipeline = createPipeline({ tokenizer: await loadTokenizer('o200k_base'), policy })
  const result = pipeline.run(request.transcript)
  const restored = restoreTranscript(result.parts).parts
  const store = createMemoryStore({ now: () => 0 })
  const memo = createFoldMemo({ store, secret: new Uint8Array([1, 2, 3]) })
  const scope = {
    tenant: 'north',
    policyVersion: policyVersion(resolvePolicy(policy)),
    encoding: 'o200k_base',
    dialect: request.dialect,
  }
  if (withMemo) await memo.record(request.transcript, scope, foldRecordOf(result, undefined))
  return {
    sent: new TextDecoder().decode(request.splice(result.parts)),
    tokensAfter: result.tokensAfter,
    isRestored: restored.every((part, at) => part.text === request.transcript.parts[at]!.text),
    recalled: withMemo ? await memo.recall(request.transcript, scope) : 'not asked',
  }
}
