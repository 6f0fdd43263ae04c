import { asRecord, type JsonRecord, parseEventJson } from '../stream/event-json.ts'
import type { EventRewriter } from '../stream/relay-events.ts'
import type { DialectName } from '../wire/providers.ts'
import { chatTexts } from './chat-texts.ts'
import { createLanes, type LaneKind, type OpenLane } from './lanes.ts'
import { citationEdits } from './move-citations.ts'
import { responseTexts, type SnapshotText } from './responses-texts.ts'
import { restoreAnthropicEvents } from './restore-anthropic.ts'
import { restoreChatEvents } from './restore-chat.ts'
import { restoreResponsesEvents } from './restore-responses.ts'
import { type JsonEdit, sourceAt, spliceJson, stringEdit } from './splice-json.ts'

interface Restoration {
  readonly events: (open: OpenLane, contentKind: LaneKind) => EventRewriter
  /** The texts of a whole answer. */
  readonly texts: (answer: JsonRecord, contentKind: LaneKind) => readonly SnapshotText[]
}

const RESTORATIONS: Readonly<Record<DialectName, Restoration>> = {
  'openai-chat': { events: restoreChatEvents, texts: wholeChatTexts },
  'openai-responses': {
    events: restoreResponsesEvents,
    texts: (answer, contentKind) => responseTexts(answer, contentKind, []),
  },
  anthropic: { events: restoreAnthropicEvents, texts: wholeAnthropicTexts },
}

/** Restores aliases in the events of a streamed answer. */
export function createEventRestorer(
  dialect: DialectName,
  open: OpenLane,
  contentKind: LaneKind,
): EventRewriter {
  return RESTORATIONS[dialect].events(open, contentKind)
}

/** Restores aliases in a whole answer; what is no JSON object comes back as it is. */
export function restoreAnswer(
  source: string,
  dialect: DialectName,
  open: OpenLane,
  contentKind: LaneKind,
): string {
  const answer = parseEventJson(source)
  if (answer === undefined) return source
  const lanes = createLanes(open)
  const found = RESTORATIONS[dialect].texts(answer, contentKind)
  const texts = found.flatMap(({ kind, path, text, annotations }) => {
    const restored = lanes.whole(kind, text)
    if (restored === text) return []
    const place = [...path.slice(0, -1), 'annotations']
    return [stringEdit(path, restored), ...citationEdits(annotations, place, { kind, text }, open)]
  })
  const inputs = dialect === 'anthropic' ? toolInputEdits(source, answer, open) : []
  return spliceJson(source, [...texts, ...inputs])
}

function wholeChatTexts(answer: JsonRecord, contentKind: LaneKind): SnapshotText[] {
  const choices: unknown[] = Array.isArray(answer.choices) ? answer.choices : []
  return choices.flatMap((choice, at) => {
    const message = asRecord(asRecord(choice)?.message) ?? {}
    return chatTexts(message, contentKind).map((text) => ({
      ...text,
      path: ['choices', at, 'message', ...text.path],
      ...(text.lane === 'content' && { annotations: message.annotations }),
    }))
  })
}

function wholeAnthropicTexts(answer: JsonRecord, contentKind: LaneKind): SnapshotText[] {
  return blocksOf(answer).flatMap((block, at) =>
    block?.type === 'text' && typeof block.text === 'string'
      ? [{ kind: contentKind, path: ['content', at, 'text'], text: block.text }]
      : [],
  )
}

/** A tool's input is an object in the answer: its own source goes through a JSON lane. */
function toolInputEdits(source: string, answer: JsonRecord, open: OpenLane): JsonEdit[] {
  return blocksOf(answer).flatMap((block, at) => {
    if (block?.type !== 'tool_use') return []
    const path = ['content', at, 'input']
    const input = sourceAt(source, path)
    if (input === undefined) return []
    const json = createLanes(open).whole('json', input)
    return json === input ? [] : [{ path, json }]
  })
}

function blocksOf(answer: JsonRecord): (JsonRecord | undefined)[] {
  return Array.isArray(answer.content) ? answer.content.map(asRecord) : []
}
