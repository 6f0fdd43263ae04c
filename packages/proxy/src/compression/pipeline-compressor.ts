import { createFoldMemo, type PipelineResult, type StateStore } from '@x/pipeline'
import { type ReadRequest, readDocument, readRequest } from '@x/pipeline/dialects'
import {
  type Compression,
  type Compressor,
  type DocumentCompression,
  type DocumentJob,
  passThrough,
} from './compressor.ts'
import { createPipelines, type PipelineWish } from './pipelines.ts'
import { runRecorded } from './recorded-run.ts'

/** Where the pipeline's compressor keeps what it cannot derive again. */
export interface PipelineCompressorOptions {
  /**
   * Records which parts a failure left verbatim, so that other replicas and the next process render the same bytes.
   * @default none: this process remembers for itself
   */
  readonly store?: StateStore
  /** Keys the hashes under which the store is written; replicas must share it. Needed with a store. */
  readonly secret?: Uint8Array
  /** Milliseconds that a record outlives its last use. @default two hours */
  readonly ttlMs?: number
}

/** Whose tokens are counted where nobody names a model. */
const FALLBACK_MODEL = 'gpt-5'

/** Larger bodies are folded anew each time: what is remembered is bounded in size. */
const MAX_REMEMBERED_BYTES = 1024 * 1024

/**
 * Compresses with the fold of `@x/pipeline`, in this thread. Encodings load on first use and stay; of the latest
 * conversations only the new messages are folded.
 * @throws {TypeError} for a store without a secret
 */
export function createPipelineCompressor(options: PipelineCompressorOptions = {}): Compressor {
  const { store, secret, ttlMs } = options
  if (store !== undefined && (secret === undefined || secret.length === 0)) {
    throw new TypeError('a store needs a secret: its keys are hashes that only its holder can make')
  }
  const memo =
    store && createFoldMemo({ store, secret: secret!, ...(ttlMs !== undefined && { ttlMs }) })
  const pipelineFor = createPipelines()
  return {
    async compress({ body, dialect, policy, tenant = '' }) {
      const request = readRequest(body, dialect)
      if (request === undefined) return passThrough(body, 'bypass', 'unreadable')
      const model = request.model ?? FALLBACK_MODEL
      const isRemembered = body.length <= MAX_REMEMBERED_BYTES
      const pipeline = await pipelineFor({ model, policy, isSent: true, isRemembered })
      const scope = { tenant, dialect }
      const { result, isStoreLost } = await runRecorded(pipeline, request.transcript, scope, memo)
      const compression = summarize(body, request, result, pipeline.encoding)
      return isStoreLost
        ? { ...compression, status: 'degraded', reason: 'store-unavailable' }
        : compression
    },
    compressDocument: (job) => compressDocument(job, pipelineFor),
  }
}

async function compressDocument(
  job: DocumentJob,
  pipelineFor: ReturnType<typeof createPipelines>,
): Promise<DocumentCompression> {
  const document = readDocument(job.source)
  const model = job.model ?? document.model ?? FALLBACK_MODEL
  const wish: PipelineWish = { model, policy: job.policy, isSent: false, isRemembered: false }
  const { pipeline, encoding, approximate } = await pipelineFor(wish)
  const result = pipeline.run(document.transcript)
  return {
    model,
    encoding,
    approximate,
    tokensBefore: result.tokensBefore,
    tokensAfter: result.tokensAfter,
    savings: result.savings,
    elapsedMs: result.elapsedMs,
    fidelity: result.fidelity,
    stages: result.stages,
    dialect: document.dialect,
    output: document.splice(result.parts),
  }
}

function summarize(
  body: Uint8Array,
  request: ReadRequest,
  result: PipelineResult,
  encoding: string,
): Compression {
  const spliced = request.splice(result.parts)
  const isChanged = spliced !== body
  const { tokensBefore, tokensAfter, stages, fidelity, elapsedMs, approximate } = result
  return {
    status: isChanged ? 'hit' : 'miss',
    reason: isChanged ? fidelity : reasonOf(result),
    body: spliced,
    isChanged,
    ...(request.model === undefined ? {} : { model: request.model }),
    encoding,
    approximate,
    fidelity,
    tokensBefore,
    tokensAfter,
    stages,
    parts: result.parts.map(({ fidelity, tokensBefore, tokensAfter }) => ({
      fidelity,
      tokensBefore,
      tokensAfter,
    })),
    aliases: isChanged ? result.aliases : [],
    elapsedMs,
  }
}

/** The first stage's reason, as one word of a header: `nothing-wins`, `below-threshold`. */
function reasonOf(result: PipelineResult): string {
  const reason = result.stages.find(({ skipped }) => skipped !== undefined)?.skipped
  return (reason ?? 'nothing wins')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
}
