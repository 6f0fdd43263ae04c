import type { Part, Transcript } from '../transcript.ts'

/**
 * Changes a transcript before it is rendered: drops, shortens or reorders parts. Runs before the fold, so that no
 * reference can point to what a hook took away. A result whose hooks changed something is `lossy` and breaks the prefix.
 */
export type TranscriptHook = (transcript: Transcript) => Transcript

const MESSAGE = /^(?:messages|input)\[\d+\]/

/**
 * A hook that drops messages whose text stood before with the same role; the first copy stays. Tool calls and results,
 * messages of several parts, and messages whose absence would put two of one role side by side or end the request with
 * the assistant, are kept.
 */
export function removeDuplicates(transcript: Transcript): Transcript {
  const messages = groupByMessage(transcript.parts)
  const seen = new Set<string>()
  const kept: Part[][] = []
  messages.forEach((message, at) => {
    const key = JSON.stringify([message[0]!.role, message[0]!.text])
    const isDuplicate = isRemovable(message) && seen.has(key)
    if (isDuplicate && leavesTurns(kept.at(-1), messages[at + 1])) return
    seen.add(key)
    kept.push(message)
  })
  return { ...transcript, parts: kept.flat() }
}

function groupByMessage(parts: readonly Part[]): Part[][] {
  const groups: Part[][] = []
  let last = ''
  for (const part of parts) {
    const message = MESSAGE.exec(part.id)?.[0] ?? part.id
    if (message === last) groups.at(-1)!.push(part)
    else groups.push([part])
    last = message
  }
  return groups
}

function isRemovable(message: readonly Part[]): boolean {
  const [part] = message
  return message.length === 1 && part!.kind === 'text' && ['user', 'assistant'].includes(part!.role)
}

function leavesTurns(
  before: readonly Part[] | undefined,
  after: readonly Part[] | undefined,
): boolean {
  return after !== undefined && before?.at(-1)?.role !== after[0]!.role
}
