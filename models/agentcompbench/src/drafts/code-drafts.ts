import { mentionsOf, stringsOf, unitsOf } from '@x/classifier/training'
import type { CorpusRecord } from '../corpus.ts'
import { type Draft, type Drafter, draftOf, type Needed, placesOf } from './draft.ts'
import { windowDraft } from './windows.ts'

const SOURCE_CODE = /^-{3,} SOURCE CODE\n([\s\S]*?)^-{3,} (?:ERROR|WARNING)\n([\s\S]*)/m
const SHORTEST_CODE = 60

/** Sources with what the compiler says of them: the lines that the diagnosis shows, and the names that it uses. */
export const diagnosedCode: Drafter = {
  name: 'reuse: names and lines of code that its diagnosis shows',
  *drafts(corpus) {
    for (const record of corpus.records('code_debug/gleam-diagnostics')) {
      const [, code = '', diagnosis = ''] = SOURCE_CODE.exec(record.text ?? '') ?? []
      const text = code.trim()
      if (text.length < SHORTEST_CODE) continue
      const said = mentionsOf(diagnosis)
      const reused = new Set([...stringsOf(text).keys()].filter((string) => said.has(string)))
      const needed = [...placesOf(text, reused, 'reuse'), ...shownLines(text, diagnosis)]
      if (needed.length > 0) yield draftOf(record, 'gleam', text, { needed })
    }
  },
}

/** Lines of code that stand in the diagnosis behind a line number. */
function shownLines(text: string, diagnosis: string): Needed[] {
  const shown = new Set(
    Array.from(diagnosis.matchAll(/^\s*\d+ │ (.*)$/gm), (match) => match[1]!.trim()),
  )
  return unitsOf(text, 'line')
    .filter((unit) => shown.has(unit.value.trim()))
    .map(({ start, end }) => [start, end, 'evidence'] as const)
}

/** Buggy programs, with the lines that the fix changes. */
export const fixedCode: Drafter = {
  name: 'evidence: lines of a program that its fix changes',
  *drafts(corpus) {
    for (const record of corpus.records('code_debug/quixbugs')) {
      const fixed = String((record.reference as { readonly fixed?: string }).fixed ?? '')
      yield* changedLines(record, fixed)
    }
  },
}

function* changedLines(record: CorpusRecord, fixed: string): Generator<Draft> {
  const kept = new Set(fixed.split('\n').map((line) => line.trim()))
  const text = record.text ?? ''
  const needed = unitsOf(text, 'line')
    .filter((unit) => !kept.has(unit.value.trim()))
    .map(({ start, end }) => [start, end, 'evidence'] as const)
  const draft = draftOf(record, 'quixbugs', text, { needed })
  yield* windowDraft(draft).filter((window) => window.needed.length > 0)
}

const FAILURE_NAME = /([^/]+)\.[a-z]+(?:#.*)?$/
const FEWEST_WORDS = 2

/** CI logs whose file is named for the failure in them: lines that hold two or more words of the name. */
export const namedFailures: Drafter = {
  name: 'evidence: lines of a CI log that match the failure its file is named for',
  *drafts(corpus) {
    for (const record of corpus.records('cicd_log/pytorch-ci-logs')) {
      const name = FAILURE_NAME.exec(record.source)?.[1] ?? ''
      const words = [...mentionsOf(name.replaceAll('_', ' '))].filter((word) => word.length > 2)
      const text = record.text ?? ''
      const needed = unitsOf(text, 'line')
        .filter((unit) => {
          const low = unit.value.toLowerCase()
          return words.filter((word) => low.includes(word.slice(0, 6))).length >= FEWEST_WORDS
        })
        .map(({ start, end }) => [start, end, 'evidence'] as const)
      yield* windowDraft(draftOf(record, 'pytorch-ci', text, { needed })).filter(
        (window) => window.needed.length > 0,
      )
    }
  },
}
