import { asCount, asRecord, type JsonRecord } from './event-json.ts'
import type { UpstreamUsage } from './stream-reading.ts'

/** Reads the `usage` of OpenAI chat completions and of Responses: the two name the same counts differently. */
export function readOpenaiUsage(value: unknown): UpstreamUsage | undefined {
  const usage = asRecord(value)
  if (usage === undefined) return undefined
  const details = asRecord(usage.prompt_tokens_details) ?? asRecord(usage.input_tokens_details)
  return compact({
    inputTokens: asCount(usage.prompt_tokens) ?? asCount(usage.input_tokens),
    cacheReadTokens: asCount(details?.cached_tokens),
    cacheWriteTokens: asCount(details?.cache_write_tokens),
    outputTokens: asCount(usage.completion_tokens) ?? asCount(usage.output_tokens),
  })
}

/** Reads the `usage` of Anthropic, whose `input_tokens` leaves out what the cache read and wrote. */
export function readAnthropicUsage(value: unknown): UpstreamUsage | undefined {
  const usage = asRecord(value)
  if (usage === undefined) return undefined
  const cacheReadTokens = asCount(usage.cache_read_input_tokens)
  const cacheWriteTokens = asCount(usage.cache_creation_input_tokens)
  const fresh = asCount(usage.input_tokens)
  return compact({
    inputTokens:
      fresh === undefined ? undefined : fresh + (cacheReadTokens ?? 0) + (cacheWriteTokens ?? 0),
    cacheReadTokens,
    cacheWriteTokens,
    cacheWriteHourTokens: asCount(asRecord(usage.cache_creation)?.ephemeral_1h_input_tokens),
    outputTokens: asCount(usage.output_tokens),
  })
}

/** Lets later counts replace earlier ones: streams report usage more than once, each time for the whole answer. */
export function mergeUsage(
  earlier: UpstreamUsage | undefined,
  later: UpstreamUsage | undefined,
): UpstreamUsage | undefined {
  return later === undefined ? earlier : { ...earlier, ...later }
}

function compact(
  usage: { readonly [Name in keyof UpstreamUsage]: number | undefined },
): UpstreamUsage {
  return Object.fromEntries(
    Object.entries(usage).filter(([, count]) => count !== undefined),
  ) as UpstreamUsage
}

/** Reads the usage of a whole (not streamed) answer, whichever vendor wrote it. */
export function readAnswerUsage(answer: JsonRecord): UpstreamUsage | undefined {
  return answer.type === 'message'
    ? readAnthropicUsage(answer.usage)
    : readOpenaiUsage(answer.usage)
}
