import { CONVERSATION_DEFAULTS } from '@x/dictionary/conversation'
import type { PipelineResult, RenderedPart } from '@x/pipeline'
import type { ReadRequest } from '@x/pipeline/dialects'
import type {
  Compression,
  CompressionPolicy,
  ConversationSummary,
  LossSummary,
  OriginalKeys,
} from './compressor.ts'
import { detectVolatile } from './detect-volatile.ts'
import { hashText } from './hash-text.ts'
import { stopInefficient } from './stop-inefficient.ts'

/** The efficiency rule, and what the transcript tells of its conversation. */
export function converse(result: PipelineResult, policy: CompressionPolicy): Conversed {
  const { conversation: rules = CONVERSATION_DEFAULTS, stopsInefficient = false } = policy
  const threshold = policy.mode === 'hybrid' ? policy.thresholdTokens : 0
  const { parts, turns, recent, isStopped } = stopInefficient(
    result.parts,
    threshold,
    rules,
    stopsInefficient,
  )
  const opening = openingOf(result)
  const symbols = result.aliases.length
  return { parts, summary: { opening, turns, symbols, recentEfficiencies: recent, isStopped } }
}

/** A conversation's parts after the rule, and its figures. */
export interface Conversed {
  readonly parts: readonly RenderedPart[]
  readonly summary: ConversationSummary
}

/** What is sent, and what a receipt says beside its tokens. */
interface Sent extends Conversed {
  readonly originals: LossSummary['originals']
  readonly originalKeys: OriginalKeys
}

/** Of each text that opens a conversation, so much tells it from others of the same caller. */
const OPENING_LENGTH = 500

function openingOf({ parts }: PipelineResult): string {
  const first = parts.findIndex(({ part }) => part.role === 'user')
  const opening = parts
    .slice(0, first + 1)
    .map(({ part }) => [part.role, part.text.length, part.text.slice(0, OPENING_LENGTH)])
  return hashText(JSON.stringify(opening))
}

/** What is told of one request, and the body that is forwarded. */
export function summarize(
  body: Uint8Array,
  request: ReadRequest,
  result: PipelineResult,
  encoding: string,
  { parts, summary, originals, originalKeys }: Sent,
): Compression {
  const spliced = request.splice(parts)
  const isChanged = spliced !== body
  const isDegraded = result.failures.length > 0
  const fidelity = FIDELITIES.find((one) => parts.some((part) => part.fidelity === one))
  const volatile = detectVolatile(request.transcript)
  const isLossy = fidelity === 'lossy' && result.loss !== undefined
  return {
    status: isDegraded ? 'degraded' : isChanged ? 'hit' : 'miss',
    reason: isDegraded ? 'stage-failed' : isChanged ? (fidelity ?? 'exact') : reasonOf(result),
    body: spliced,
    isChanged,
    ...(request.model === undefined ? {} : { model: request.model }),
    isStream: request.isStream,
    encoding,
    approximate: result.approximate,
    fidelity: fidelity ?? 'verbatim',
    tokensBefore: result.tokensBefore,
    tokensAfter: parts.reduce((sum, { tokensAfter }) => sum + tokensAfter, 0),
    stages: result.stages,
    parts: parts.map(({ fidelity, tokensBefore, tokensAfter }) => ({
      fidelity,
      tokensBefore,
      tokensAfter,
    })),
    aliases: isChanged ? result.aliases : [],
    conversation: summary,
    ...(volatile && { volatile }),
    ...(isLossy && { loss: { ...result.loss!, originals }, originalKeys }),
    elapsedMs: result.elapsedMs,
  }
}

/** The weakest first. */
const FIDELITIES = ['lossy', 'exact', 'verbatim'] as const

/** The first stage's reason, as one word of a header: `nothing-wins`, `below-threshold`. */
function reasonOf(result: PipelineResult): string {
  const reason = result.stages.find(({ skipped }) => skipped !== undefined)?.skipped
  return (reason ?? 'nothing wins')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
}
