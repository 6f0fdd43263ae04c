import { requireAdmin } from '../credentials/guard.ts'
import { presentedCredential } from '../credentials/resolve-target.ts'
import type { ProxySettings } from '../options.ts'
import { describeSession } from '../sessions/session-book.ts'
import { sessionName } from '../sessions/session-key.ts'
import { respondApi } from './respond-api.ts'

/** `GET /v1/compression/stats`: KrunchWrapper's figures, and those of one conversation where `X-Session-ID` names it. */
export function handleStats(
  request: Request,
  env: unknown,
  settings: ProxySettings,
): Promise<Response> {
  return respondApi(async () => {
    await requireAdmin(request, env, settings)
    const { conversation: options, sessions, sessionKeys } = settings
    const key = await sessionKeys.session(request.headers, '')
    const record = sessionName(request.headers) === undefined ? undefined : sessions.find(key)
    return JSON.stringify({
      conversation_compression: {
        enabled: options.enabled,
        stats: sessions.stats(),
        config: {
          max_conversations: options.maxConversations,
          cleanup_interval: options.cleanupInterval,
          min_net_efficiency: options.minNetEfficiency,
          efficiency_trend_window: options.efficiencyTrendWindow,
          long_conversation_threshold: options.longConversationThreshold,
          long_conversation_min_efficiency: options.longConversationMinEfficiency,
          force_compression: options.forceCompression,
        },
      },
      ...(record && { conversation: describeSession(key, record) }),
      timestamp: Date.now() / 1000,
    })
  })
}

/**
 * `POST /v1/compression/reset`: forgets the figures of the caller's own conversation that `X-Session-ID` names; without
 * it, and with the right to, those of all. What is sent does not change by it: it depends on the transcript alone.
 */
export function handleReset(
  request: Request,
  env: unknown,
  settings: ProxySettings,
): Promise<Response> {
  return respondApi(async () => {
    const { sessions, sessionKeys } = settings
    const { headers } = request
    const isOwn = sessionName(headers) !== undefined && presentedCredential(headers) !== undefined
    if (!isOwn) await requireAdmin(request, env, settings)
    const isOne = sessionName(headers) !== undefined
    const forgotten = isOne
      ? sessions.reset(await sessionKeys.tenant(headers), await sessionKeys.session(headers, ''))
      : sessions.reset()
    return JSON.stringify({
      message: 'Conversation compression state reset successfully',
      conversations: forgotten,
      timestamp: Date.now() / 1000,
    })
  })
}
