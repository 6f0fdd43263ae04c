import type { CorpusRecord } from '../corpus.ts'
import { SCENARIOS } from '../scenarios.ts'
import { type Drafter, draftOf } from './draft.ts'
import { windowDraft } from './windows.ts'

const SHORTEST = 300

/** Windows of whatever is read, without a label: ranked by surprisal alone. */
export const plainWindows: Drafter = {
  name: 'none: windows of texts, ranked by surprisal alone',
  *drafts(corpus) {
    for (const name of corpus.names()) {
      const [scenario = '', file = ''] = name.split('/')
      if (SCENARIOS[scenario] === undefined) continue
      for (const record of corpus.records(name)) {
        for (const text of textsOf(record)) yield* windowDraft(draftOf(record, file, text))
      }
    }
  },
}

/** What an assistant reads of a record. */
export function textsOf(record: CorpusRecord): string[] {
  const messages = (record.messages ?? []).filter(({ role }) => role !== 'assistant')
  return [record.text, ...messages.map(({ content }) => content)].filter(
    (text) => typeof text === 'string' && text.length >= SHORTEST,
  ) as string[]
}
