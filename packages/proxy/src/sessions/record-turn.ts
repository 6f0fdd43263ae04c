import type { Compression, ConversationSummary, DriftCause } from '../compression/compressor.ts'
import type { ProxySettings } from '../options.ts'
import type { FieldReader } from '../wire/fields.ts'

/** Whose turn of which conversation a request is; both keys are hashes. */
export interface Identity {
  readonly tenant: string
  readonly session: string
  readonly conversation: ConversationSummary
}

/** Tells the conversation of a request; `undefined` where its body was not read. */
export async function identify(
  fields: FieldReader,
  { conversation }: Compression,
  { sessionKeys }: ProxySettings,
): Promise<Identity | undefined> {
  if (conversation === undefined) return undefined
  const tenant = await sessionKeys.tenant(fields)
  const session = await sessionKeys.session(fields, conversation.opening)
  return { tenant, session, conversation }
}

/** Counts a turn for the statistics; nothing that is sent depends on it. */
export function recordTurn(
  identity: Identity,
  { tokensBefore = 0, tokensAfter = 0, elapsedMs }: Compression,
  { conversation, sessions }: ProxySettings,
): void {
  if (!conversation.enabled) return
  sessions.record({ ...identity, tokensBefore, tokensAfter, elapsedMs })
}

/**
 * Lets a conversation go on as it comes, because its upstream refused a rewritten request of it. Where earlier turns were
 * rewritten, what was sent of them changes now: that drift is the answer.
 */
export async function recordRefusal(
  { session }: Identity,
  { refused, sessions }: ProxySettings,
): Promise<DriftCause | undefined> {
  const earlier = sessions.find(session)
  await refused.add(session)
  return earlier !== undefined && earlier.tokensBefore !== earlier.tokensAfter
    ? 'refused'
    : undefined
}
