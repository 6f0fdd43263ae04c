import {
  createFoldMemo,
  createLossMemo,
  createMemoryStore,
  type Keeper,
  type LossMemo,
  type StateStore,
  type Transcript,
} from '@x/pipeline'
import { createRequestReader, type ReadRequest, readRequest } from '@x/pipeline/dialects'
import { loadTokenizer } from '@x/tokens'
import { withShaping } from '../shaping/with-shaping.ts'
import { compressDocument } from './compress-document.ts'
import { type Compressor, passThrough, STORE_LOST } from './compressor.ts'
import { createPipelines, FALLBACK_MODEL, type ModelPipeline } from './pipelines.ts'
import { runRecorded } from './recorded-run.ts'
import { converse, summarize } from './summarize.ts'
import { createPrefixWatch } from './watch-prefix.ts'

/** Where the pipeline's compressor keeps what it cannot derive again. */
export interface PipelineCompressorOptions {
  /**
   * Records which parts a failure left verbatim, so that other replicas and the next process render the same bytes, and
   * the originals of texts that lost something.
   * @default none: this process remembers for itself
   */
  readonly store?: StateStore
  /** Keys the hashes under which the store is written; replicas must share it. Needed with a store. */
  readonly secret?: Uint8Array
  /** Milliseconds that a record outlives its last use. @default two hours */
  readonly ttlMs?: number
  /** Makes what decides what is dropped, once something may be. @default the linear model of `@x/classifier` */
  readonly loadKeeper?: () => Promise<Keeper>
}

/** Reading a smaller body again costs less than remembering it. */
const MIN_REMEMBERED_BYTES = 16 * 1024

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
  const folds =
    store && createFoldMemo({ store, secret: secret!, ...(ttlMs !== undefined && { ttlMs }) })
  let losses: LossMemo | undefined
  const memos = { folds, losses: () => (losses ??= createLosses(options)) }
  const originals = store === undefined ? 'memory' : 'store'
  const pipelineFor = createPipelines(options.loadKeeper ?? loadLinear)
  const watch = createPrefixWatch()
  const reader = createRequestReader()
  return {
    async compress({ body, dialect, policy, shaping, tenant = '' }) {
      const isRemembered = body.length <= MAX_REMEMBERED_BYTES
      const request =
        isRemembered && body.length >= MIN_REMEMBERED_BYTES
          ? reader.read(body, dialect, tenant)
          : readRequest(body, dialect)
      if (request === undefined) return passThrough(body, 'bypass', 'unreadable')
      const model = request.model ?? FALLBACK_MODEL
      const { conversation: _rules, stopsInefficient: _stops, ...rendering } = policy
      const wish = { model, policy: rendering, isSent: true, isRemembered }
      const pipeline = await pipelineFor(wish)
      const scope = { tenant, dialect }
      const transcript = withoutLostAliases(request)
      const { result, isStoreLost, originalKeys } = await runRecorded(
        pipeline,
        transcript,
        scope,
        memos,
      )
      const conversation = converse(result, policy)
      const prefixDrift = watch.observe(
        watchKey(pipeline, transcript, { ...scope, opening: conversation.summary.opening }),
        conversation.parts,
        isStoreLost ? 'store-lost' : result.failures.length > 0 ? 'stage-failed' : undefined,
      )
      const summary = summarize(body, request, result, pipeline.encoding, {
        ...conversation,
        originals,
        originalKeys,
      })
      const compression = withShaping(
        prefixDrift === undefined ? summary : { ...summary, prefixDrift },
        shaping,
        {
          dialect,
          model,
          transcript: request.transcript,
          counter: await loadTokenizer(pipeline.encoding),
          tokensBefore: result.tokensBefore,
        },
      )
      return isStoreLost ? { ...compression, status: 'degraded', reason: STORE_LOST } : compression
    },
    compressDocument: (job) => compressDocument(job, pipelineFor),
    readOriginal: async (tenant, key) => (await memos.losses().read(key, tenant))?.original,
  }
}

/** What a caller may change amid a conversation, and with it what is forwarded of its beginning. */
function watchKey(
  { policyVersion, encoding }: ModelPipeline,
  { restrictions }: Transcript,
  scope: Readonly<Record<'tenant' | 'dialect' | 'opening', string>>,
): string {
  return JSON.stringify([scope, policyVersion, encoding, restrictions ?? {}])
}

async function loadLinear(): Promise<Keeper> {
  return (await import('@x/pipeline/keep')).loadKeeper()
}

/** Without a store the originals last as long as this process, and within the bounds of its memory. */
function createLosses({ store, secret }: PipelineCompressorOptions): LossMemo {
  return createLossMemo({
    store: store ?? createMemoryStore({ now: () => performance.now() }),
    secret: secret ?? crypto.getRandomValues(new Uint8Array(32)),
  })
}

/**
 * A Response that the provider stores is taken up again by its id, in a request that shows none of its texts: an alias of
 * then could not be restored. So none is defined where the dialect says that the answer outlives the request.
 */
function withoutLostAliases({ dialect, transcript }: ReadRequest): Transcript {
  const { restrictions } = transcript
  if (dialect !== 'openai-responses' || restrictions?.noOutputAliases !== true) return transcript
  return { ...transcript, restrictions: { ...restrictions, noAliases: true } }
}
