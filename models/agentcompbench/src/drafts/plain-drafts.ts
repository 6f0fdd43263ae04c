import { wordsOf } from '@x/classifier/training'
import type { CorpusRecord } from '../corpus.ts'
import { SCENARIOS } from '../scenarios.ts'
import { type Draft, type Drafter, draftOf } from './draft.ts'
import { windowDraft } from './windows.ts'

const SHORTEST = 300
const FEWEST_WORDS = 10
/** As a share of the window. */
const LONGEST_WORD = 0.25

/** Windows of whatever is read, without a label: ranked by surprisal alone. */
export const plainWindows: Drafter = {
  name: 'none: windows of texts, ranked by surprisal alone',
  *drafts(corpus) {
    for (const name of corpus.names()) {
      const [scenario = '', file = ''] = name.split('/')
      if (SCENARIOS[scenario] === undefined) continue
      for (const record of corpus.records(name)) {
        for (const text of textsOf(record)) {
          yield* windowDraft(draftOf(record, file, text)).filter(isWorded)
        }
      }
    }
  },
}

/** Whether a window has words to choose from: one that is mostly one long string, such as Base64, has not. */
function isWorded({ text }: Draft): boolean {
  const words = wordsOf(text)
  const longest = words.reduce((most, { start, end }) => Math.max(most, end - start), 0)
  return words.length >= FEWEST_WORDS && longest <= LONGEST_WORD * text.length
}

/** What an assistant reads of a record. */
export function textsOf(record: CorpusRecord): string[] {
  const messages = (record.messages ?? []).filter(({ role }) => role !== 'assistant')
  return [record.text, ...messages.map(({ content }) => content)].filter(
    (text) => typeof text === 'string' && text.length >= SHORTEST,
  ) as string[]
}
