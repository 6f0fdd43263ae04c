import { idfOf, mentionsOf, stringsOf } from '@x/classifier/training'
import { saidBy } from '../conversation.ts'
import type { CorpusMessage, CorpusRecord } from '../corpus.ts'
import { type Draft, type Drafter, draftOf, placesOf } from './draft.ts'
import { WINDOW, windowsOf } from './windows.ts'

const DIALOGUES: Readonly<Record<string, string>> = {
  'chat_history/mt-bench-101': 'mt-bench-101',
  'chat_history/taskmaster-4': 'taskmaster',
}

/** Logs of sessions: their windows, with what the rest of the log copies out of them. */
const LOGS: Readonly<Record<string, string>> = {
  'agent_history/aider-chat-history': 'aider',
  'agent_history/specstory-chef-chopsky': 'specstory',
  'agent_history/specstory-polychrome': 'specstory',
  'code_debug/specstory-debug-sessions': 'specstory',
  'chat_history/ubuntu-irc': 'irc',
}

const SHORTEST_HISTORY = 300
const LONGEST_HISTORY = 4000
/** In nats of rarity: in about one line of a thousand. */
const RARE = 7
/** How far the rest of a log is read for copies. */
const REACH = 6000

/** Dialogues up to an answer, with what the answer copies out of them; the last user message is the query. */
export function historyReuse(domainWords: ReadonlySet<string>): Drafter {
  return {
    name: 'reuse: dialogues, strings that the next answer copies',
    *drafts(corpus) {
      for (const [name, source] of Object.entries(DIALOGUES)) {
        for (const record of corpus.records(name))
          yield* dialogueDrafts(record, source, domainWords)
      }
    },
  }
}

function* dialogueDrafts(
  record: CorpusRecord,
  source: string,
  domainWords: ReadonlySet<string>,
): Generator<Draft> {
  const messages = record.messages ?? []
  for (const [i, message] of messages.entries()) {
    const query = messages[i - 1]
    if (message.role !== 'assistant' || query?.role !== 'user') continue
    const text = rendered(messages.slice(0, i - 1))
    if (text.length < SHORTEST_HISTORY || text.length > LONGEST_HISTORY) continue
    const asked = mentionsOf(query.content ?? '')
    const answered = mentionsOf(saidBy(message))
    const reused = [...stringsOf(text, domainWords).keys()].filter(
      (string) => answered.has(string) && !asked.has(string),
    )
    if (reused.length === 0) continue
    const needed = placesOf(text, new Set(reused), 'reuse')
    yield draftOf(record, source, text, { query: query.content ?? '', needed })
  }
}

function rendered(messages: readonly CorpusMessage[]): string {
  return messages.map(({ role, content }) => `${role}: ${content ?? ''}`).join('\n')
}

/** Windows of session logs, with what is new in them and stands again in the log behind them. */
export function logReuse(domainWords: ReadonlySet<string>): Drafter {
  return {
    name: 'reuse: windows of session logs, strings that the rest of the log copies',
    *drafts(corpus) {
      for (const [name, source] of Object.entries(LOGS)) {
        for (const record of corpus.records(name)) yield* windowsOfLog(record, source, domainWords)
      }
    },
  }
}

function* windowsOfLog(
  record: CorpusRecord,
  source: string,
  domainWords: ReadonlySet<string>,
): Generator<Draft> {
  const log = record.text ?? ''
  const earlier = new Set<string>()
  const speakers = speakersOf(log)
  for (const { start, end } of windowsOf(log, WINDOW)) {
    const text = log.slice(start, end)
    const later = mentionsOf(log.slice(end, end + REACH))
    const reused = [...stringsOf(text, domainWords).keys()].filter(
      (string) =>
        later.has(string) && !earlier.has(string) && !speakers.has(string) && isTelling(string),
    )
    const needed = placesOf(text, new Set(reused), 'reuse')
    if (needed.length > 0) yield draftOf(record, source, text, { earlier, needed })
    for (const mention of mentionsOf(text)) earlier.add(mention)
  }
}

/** Whether a string is an id, a number or a rare word: common words stand again in any long text, by chance. */
function isTelling(string: string): boolean {
  return /[\p{N}_/@#.:]/u.test(string) || idfOf('natural').ofString(string) >= RARE
}

/** Names in front of lines, `<name>`: who speaks is said again and again, and is no data. */
function speakersOf(log: string): Set<string> {
  return new Set(Array.from(log.matchAll(/<([^<>\s]{1,30})>/g), (match) => match[1]!.toLowerCase()))
}
