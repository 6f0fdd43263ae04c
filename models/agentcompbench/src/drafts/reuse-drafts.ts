import { conversationSamples, measureReuse } from '../cases/reuse.ts'
import { turnsOf } from '../conversation.ts'
import type { CorpusRecord } from '../corpus.ts'
import { FAMILIES } from '../families.ts'
import { type Draft, type Drafter, draftOf, placesOf } from './draft.ts'
import { windowDraft } from './windows.ts'

/** Texts up to this length are one sample; longer ones are cut into windows. */
const LONGEST_WHOLE = 8000

/** Conversations outside of the measured families, by source: what of their messages the assistant copies later. */
const OTHERS: Readonly<Record<string, OtherSource>> = {
  'mcp_tool_call/api-bank': { source: 'api-bank', shortest: 150 },
  'mcp_tool_call/toolbench': { source: 'toolbench', shortest: 200 },
  'browser_session/webvoyager-examples': { source: 'webvoyager', shortest: 300, isUserTool: true },
  'agent_history/cassettes-crewAIInc__crewAI': { source: 'cassettes', shortest: 200 },
  'agent_history/cassettes-pydantic__pydantic-ai': { source: 'cassettes', shortest: 200 },
  'code_debug/reflexion-programming': { source: 'reflexion', shortest: 300, tasks: true },
  'db_query/sqlite-executed': { source: 'sqlite', shortest: 200, tasks: true },
  'mcp_tool_call/bfcl': { source: 'bfcl', shortest: 200, tasks: true },
}

interface OtherSource {
  readonly source: string
  readonly shortest: number
  readonly isUserTool?: boolean
  /** Whether messages of the system and the user count as well. */
  readonly tasks?: boolean
}

/** Tool results of the measured families: the samples that the bench has, of both splits. */
export function familyReuse(domainWords: ReadonlySet<string>): Drafter {
  return {
    name: 'reuse: tool results, strings that later turns copy',
    *drafts(corpus) {
      for (const [family, names] of Object.entries(FAMILIES)) {
        for (const record of names.flatMap((name) => [...corpus.records(name)])) {
          for (const sample of conversationSamples(family, record, { domainWords })) {
            const { text, query, earlier, reused, units } = sample
            const needed = placesOf(text, reused, 'reuse', units)
            yield* labelled(draftOf(record, family, text, { query: query.trim(), earlier, needed }))
          }
        }
      }
    },
  }
}

/** Results and tasks of other conversations. */
export function otherReuse(domainWords: ReadonlySet<string>): Drafter {
  return {
    name: 'reuse: results, schemas and tasks of other conversations',
    *drafts(corpus) {
      for (const [name, other] of Object.entries(OTHERS)) {
        for (const record of corpus.records(name)) yield* otherDrafts(other, record, domainWords)
      }
    },
  }
}

function* otherDrafts(
  other: OtherSource,
  record: CorpusRecord,
  domainWords: ReadonlySet<string>,
): Generator<Draft> {
  const { source, shortest, isUserTool = false, tasks = false } = other
  for (const { text, role, isResult, earlier, later, user, call } of turnsOf(record, isUserTool)) {
    const isTask = tasks && (role === 'system' || role === 'user')
    if (!(isResult || isTask) || text.length < shortest) continue
    const known = isResult ? earlier : new Set<string>()
    const { units, reused } = measureReuse(text, known, later, { domainWords })
    if (reused.size === 0) continue
    const needed = placesOf(text, reused, 'reuse', units)
    const query = isResult ? `${user} ${call}`.trim() : questionAfter(record, text)
    yield* labelled(draftOf(record, source, text, { query, earlier: known, needed }))
  }
}

/** The user message that comes with a task or a schema. */
function questionAfter(record: CorpusRecord, text: string): string {
  const asked = record.messages?.find(({ role, content }) => role === 'user' && content !== text)
  return asked?.content ?? ''
}

/** Windows of a long text that hold a label. */
function labelled(draft: Draft): Draft[] {
  return windowDraft(draft, LONGEST_WHOLE).filter(({ needed }) => needed.length > 0)
}
