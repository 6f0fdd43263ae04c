import { mentionsOf, unitsOf } from '@x/classifier/training'
import { chance } from '../chance.ts'
import type { CorpusRecord } from '../corpus.ts'
import { rowsOfCsv } from './csv-rows.ts'
import { type Draft, type Drafter, draftOf, type Needed } from './draft.ts'

interface TableQuestion {
  readonly question: string
  readonly answer: string
}

const QUESTIONS_PER_TABLE = 3
const MOST_PLACES = 3
const FEWEST_ROWS = 3
const LONGEST = 5000

/**
 * Tables as a tool would return them, an array of objects, with the cells that answer a question. The values are the
 * table's; the form is ours. So many tables make as many sets of keys, which conversations with a few tools do not.
 */
export const answeredRows: Drafter = {
  name: 'evidence: fields of a table given as JSON rows that answer a question',
  *drafts(corpus) {
    for (const record of corpus.records('db_query/wtq-tables')) {
      const { qas } = record.reference as { readonly qas: readonly TableQuestion[] }
      const rows = rowsOfCsv(record.text ?? '')
      if (rows.length < FEWEST_ROWS) continue
      for (const asked of qas.slice(0, QUESTIONS_PER_TABLE)) yield* askedRows(record, rows, asked)
    }
  },
}

function* askedRows(
  record: CorpusRecord,
  rows: readonly Record<string, string>[],
  { question, answer }: TableQuestion,
): Generator<Draft> {
  const at = rows.findIndex((row) => Object.values(row).includes(answer))
  if (at < 0) return
  const text = rendered(fittingRows(rows, at), chance(record.docId, question) < 0.5 ? 2 : 0)
  const needed = unitsOf(text, 'field')
    .filter((unit) => unit.value === answer)
    .map(({ valueStart, valueEnd }): Needed => [valueStart, valueEnd, 'evidence'])
  if (needed.length === 0 || needed.length > MOST_PLACES) return
  yield draftOf(record, 'wtq-rows', text, {
    query: question,
    earlier: mentionsOf(question),
    needed,
  })
}

function rendered(rows: readonly Record<string, string>[], indent: number): string {
  return JSON.stringify(rows, null, indent)
}

/** The rows around one, as many as fit. */
function fittingRows(
  rows: readonly Record<string, string>[],
  at: number,
): readonly Record<string, string>[] {
  let from = 0
  let to = rows.length
  while (JSON.stringify(rows.slice(from, to)).length > LONGEST && to - from > FEWEST_ROWS) {
    if (at - from > to - 1 - at) from += 1
    else to -= 1
  }
  return rows.slice(from, to)
}
