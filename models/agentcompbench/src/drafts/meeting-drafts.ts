import type { Span } from '@x/classifier/training'
import { turnCases } from '../cases/references.ts'
import { chance } from '../chance.ts'
import type { Split } from '../corpus.ts'
import { type Draft, type Drafter, draftOf, type Needed } from './draft.ts'
import { cutDraft, windowsOf } from './windows.ts'

const SPLITS: readonly Split[] = ['train', 'validation']
const WINDOWS_WITH = 3
const WINDOWS_WITHOUT = 3

/** Windows of meetings with a question, and the turns that answer it; as many windows again from elsewhere in the meeting. */
export const relevantTurns: Drafter = {
  name: 'evidence: turns of a meeting that answer a question',
  *drafts(corpus) {
    for (const split of SPLITS) {
      const cuts = new Map<string, readonly Span[]>()
      for (const { docId, question, turns, relevant } of turnCases(corpus, split)) {
        const text = turns.join('\n')
        const record = { scenario: 'meeting_notes', docId, split }
        const whole = draftOf(record, 'qmsum', text, {
          query: question,
          needed: turnSpans(turns, relevant),
        })
        const cut = cuts.get(docId) ?? windowsOf(text)
        cuts.set(docId, cut)
        const windows = cut.map((span) => cutDraft(whole, span))
        yield* draw(
          windows.filter(({ needed }) => needed.length > 0),
          WINDOWS_WITH,
        )
        yield* draw(
          windows.filter(({ needed }) => needed.length === 0),
          WINDOWS_WITHOUT,
        )
      }
    }
  },
}

function turnSpans(turns: readonly string[], relevant: ReadonlySet<number>): Needed[] {
  let at = 0
  return turns.flatMap((turn, i): Needed[] => {
    const start = at
    at += turn.length + 1
    return relevant.has(i) && turn.trim() !== '' ? [[start, start + turn.length, 'evidence']] : []
  })
}

function draw(windows: readonly Draft[], count: number): Draft[] {
  return windows
    .map((window) => ({ window, at: chance(window.docId, window.query ?? '', window.text) }))
    .sort((a, b) => a.at - b.at)
    .slice(0, count)
    .map(({ window }) => window)
}
