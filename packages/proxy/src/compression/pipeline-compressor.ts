import { createPipeline, type PipelineResult } from '@x/pipeline'
import { type ReadRequest, readDocument, readRequest } from '@x/pipeline/dialects'
import { loadTokenizer, resolveModel } from '@x/tokens'
import {
  type Compression,
  type CompressionJob,
  type Compressor,
  type DocumentCompression,
  type DocumentJob,
  passThrough,
} from './compressor.ts'

/** Whose tokens are counted where nobody names a model. */
const FALLBACK_MODEL = 'gpt-5'

/** Compresses with the fold of `@x/pipeline`, in this thread. Encodings load on first use and stay. */
export function createPipelineCompressor(): Compressor {
  return { compress, compressDocument }
}

async function compress({ body, dialect, policy }: CompressionJob): Promise<Compression> {
  const request = readRequest(body, dialect)
  if (request === undefined) return passThrough(body, 'bypass', 'unreadable')
  const { encoding, approximate } = resolveModel(request.model ?? FALLBACK_MODEL)
  const tokenizer = await loadTokenizer(encoding)
  const result = createPipeline({ tokenizer, policy, approximate, now }).run(request.transcript)
  return summarize(body, request, result, encoding)
}

async function compressDocument(job: DocumentJob): Promise<DocumentCompression> {
  const document = readDocument(job.source)
  const model = job.model ?? document.model ?? FALLBACK_MODEL
  const { encoding, approximate } = resolveModel(model)
  const tokenizer = await loadTokenizer(encoding)
  const { policy } = job
  const result = createPipeline({ tokenizer, policy, approximate, now }).run(document.transcript)
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

function now(): number {
  return performance.now()
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
