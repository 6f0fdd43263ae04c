import { type Compression, type CompressionPolicy, passThrough } from '../compression/compressor.ts'
import { resolveTarget } from '../credentials/resolve-target.ts'
import type { ProxySettings } from '../options.ts'
import { compareTexts } from '../quality/compare-texts.ts'
import { openLanes } from '../restore/open-lanes.ts'
import { createEventRestorer } from '../restore/restore-answer.ts'
import { type Exchange, openExchange } from '../upstream/exchange.ts'
import type { Fields } from '../wire/fields.ts'
import { callerOf } from '../wire/incoming.ts'
import { type DialectName, joinUpstreamUrl, type ProviderName } from '../wire/providers.ts'
import { type CompareRequest, lossOf } from './compare-request.ts'
import { describeCompression, describeQuality } from './compression-info.ts'
import { type ArmEnd, runArm } from './run-arm.ts'

/** Sends one event to the caller. */
export type Emit = (event: string, data: Record<string, unknown>) => Promise<void>

interface Arm {
  readonly provider: ProviderName
  readonly dialect: DialectName
  readonly path: string
}

const CHAT: Arm = { provider: 'openai', dialect: 'openai-chat', path: '/v1/chat/completions' }
const MESSAGES: Arm = { provider: 'anthropic', dialect: 'anthropic', path: '/v1/messages' }

/** Runs a request as it is and compressed, side by side, and tells what happens in OpenCompact's events. */
export async function compareArms(
  request: CompareRequest,
  headers: Headers,
  signal: AbortSignal,
  settings: ProxySettings,
  emit: Emit,
): Promise<void> {
  const arm = /(^|\/)claude|^anthropic\//.test(request.model) ? MESSAGES : CHAT
  const body = new TextEncoder().encode(JSON.stringify(bodyOf(request, arm)))
  const compression = await compressArm(request, arm, body, settings)
  await emit('dict_info', dictInfo(compression, request))
  await emit('compression_info', await compressionInfo(compression, request))
  const open = (sent: Uint8Array): Promise<Exchange> =>
    openArm(arm, sent, headers, signal, settings)
  const { maxEventBytes } = settings.limits
  const run = (name: 'direct' | 'compact', sent: Uint8Array): Promise<ArmEnd> =>
    runArm(() => open(sent), {
      dialect: arm.dialect,
      maxEventBytes,
      ...(name === 'compact' && compression.aliases.length > 0
        ? { rewriter: createEventRestorer(arm.dialect, openLanes(compression.aliases), 'text') }
        : {}),
      onToken: (token) => emit(`${name}_token`, { token }),
    }).then(async (end) => {
      await emit(`${name}_done`, doneInfo(end))
      return end
    })
  const [direct, compact] = await Promise.all([
    run('direct', body),
    run('compact', compression.body),
  ])
  await emit('dict_stats', dictStats(compression, compact))
  const quality = compareTexts(direct.text, compact.text)
  await emit('quality', describeQuality('the two answers', quality))
  await emit('output_guard', outputGuard(direct, compact))
  await emit('stream_end', {})
}

/** Compressed as the request asks, whatever the operator allows; where that fails, both arms are sent as they are. */
async function compressArm(
  request: CompareRequest,
  { dialect }: Arm,
  body: Uint8Array,
  { compressor, policy }: ProxySettings,
): Promise<Compression> {
  const { loss: _operators, ...rest } = policy
  const loss = lossOf(request)
  const asked: CompressionPolicy = {
    ...rest,
    mode: 'strict',
    ...(request.dict_enabled ? {} : { stages: ['notation', 'references'] }),
    ...(loss && { loss }),
  }
  return compressor
    .compress({ body, dialect, policy: asked })
    .catch(() => passThrough(body, 'degraded', 'compressor-failed'))
}

function bodyOf(request: CompareRequest, arm: Arm): Record<string, unknown> {
  const { model, system_prompt, user_prompt, max_tokens } = request
  const user = { role: 'user', content: user_prompt }
  if (arm === MESSAGES) {
    const system = system_prompt === '' ? {} : { system: system_prompt }
    return { model, max_tokens: max_tokens ?? 4096, stream: true, ...system, messages: [user] }
  }
  const system = system_prompt === '' ? [] : [{ role: 'system', content: system_prompt }]
  return {
    model,
    stream: true,
    stream_options: { include_usage: true },
    ...(max_tokens !== undefined && { max_tokens }),
    messages: [...system, user],
  }
}

async function openArm(
  arm: Arm,
  body: Uint8Array,
  callerHeaders: Headers,
  callerSignal: AbortSignal,
  settings: ProxySettings,
): Promise<Exchange> {
  const fields: Fields = new Map([
    ['content-type', 'application/json'],
    ['accept-encoding', 'identity'],
    ...(arm === MESSAGES ? [['anthropic-version', '2023-06-01'] as const] : []),
  ])
  for (const name of ['authorization', 'x-api-key']) {
    const value = callerHeaders.get(name)
    if (value !== null) fields.set(name, value)
  }
  const target = await resolveTarget(arm.provider, fields, settings, 'operator')
  return openExchange(
    {
      url: joinUpstreamUrl(target.baseUrl, arm.path, ''),
      method: 'POST',
      fields,
      body: body as Uint8Array<ArrayBuffer>,
      isStream: true,
      caller: callerOf(callerSignal),
    },
    target.fetch,
    settings.timeouts,
  )
}

function dictInfo(compression: Compression, request: CompareRequest): Record<string, unknown> {
  const entries = request.dict_enabled ? compression.aliases : []
  return {
    aliases: entries.map(({ alias }) => alias),
    mappings: Object.fromEntries(entries.map(({ alias, phrase }) => [alias, phrase])),
    count: entries.length,
  }
}

async function compressionInfo(
  compression: Compression,
  request: CompareRequest,
): Promise<Record<string, unknown>> {
  const before = compression.tokensBefore ?? 0
  const after = compression.tokensAfter ?? 0
  return {
    status: compression.status,
    original_tokens: before,
    compressed_tokens: after,
    tokens_saved: before - after,
    ratio: before === 0 ? 1 : after / before,
    approximate: compression.approximate ?? false,
    fidelity: compression.fidelity ?? 'verbatim',
    ...(await describeCompression(
      request.user_prompt,
      request,
      compression.loss,
      compression.stages,
    )),
    elapsed_ms: compression.elapsedMs,
    stages: compression.stages,
  }
}

function doneInfo(end: ArmEnd): Record<string, unknown> {
  return {
    latency_ms: end.latencyMs,
    first_token_ms: end.firstTokenMs ?? null,
    input_tokens: end.usage?.inputTokens ?? null,
    output_tokens: end.usage?.outputTokens ?? null,
    ...(end.error !== undefined && { error: end.error }),
  }
}

/** How much of the dictionary the answer used: with aliases restored on the way, by the phrases that it names. */
function dictStats({ aliases }: Compression, compact: ArmEnd): Record<string, unknown> {
  const phrases = aliases.map(({ phrase }) => phrase)
  const used = phrases.filter((phrase) => compact.text.includes(phrase)).length
  return {
    aliases: phrases.length,
    used_in_output: used,
    hit_rate: phrases.length === 0 ? 0 : used / phrases.length,
  }
}

function outputGuard(direct: ArmEnd, compact: ArmEnd): Record<string, unknown> {
  const [left, right] = [direct.usage?.outputTokens, compact.usage?.outputTokens]
  const unit = left === undefined || right === undefined ? 'characters' : 'tokens'
  const [directLength, compactLength] =
    unit === 'tokens' ? [left, right] : [direct.text.length, compact.text.length]
  return {
    warning: Number(compactLength) > Number(directLength),
    unit,
    direct: directLength,
    compact: compactLength,
  }
}
