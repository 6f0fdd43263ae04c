import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { detect } from '../../src/index.ts'

/** A window of a public corpus that a person read, by place alone. */
interface Checked {
  readonly file: string
  readonly id: string
  /** Index of the message; 0 for records that are one text. */
  readonly part: number
  readonly offset: number
  readonly kind: string
}

interface Stored {
  readonly id: string
  readonly text?: string
  readonly messages?: ReadonlyArray<{ readonly content?: string | null }>
}

const FOLDER = process.env.PITH_DATA
const WINDOW_CHARACTERS = 2000
/** What held when the windows were read; more is welcome. */
const LEAST_RIGHT = 0.94

it('tells what the windows are that were read by hand', (context) => {
  if (!FOLDER) return context.skip('PITH_DATA is not set')
  const checked: readonly Checked[] = JSON.parse(
    readFileSync(join(import.meta.dirname, '../fixtures/hand-checked.json'), 'utf8'),
  )
  const files = byFile(checked)
  let right = 0
  for (const [file, windows] of files) {
    const records = recordsOf(join(FOLDER, 'data/corpus', `${file}.jsonl.gz`))
    for (const { id, part, offset, kind } of windows) {
      const record = records.get(id)
      const body = record?.text ?? record?.messages?.[part]?.content ?? ''
      expect(body, `${file} ${id}`).not.toBe('')
      if (detect(windowAt(body, offset)).kind === kind) right += 1
    }
  }
  expect(right / checked.length).toBeGreaterThanOrEqual(LEAST_RIGHT)
})

function recordsOf(path: string): ReadonlyMap<string, Stored> {
  const lines = gunzipSync(readFileSync(path)).toString('utf8').trim().split('\n')
  return new Map(lines.map((line) => JSON.parse(line) as Stored).map((row) => [row.id, row]))
}

/** Up to the last line end of the window, where the text goes on and lines are short. */
function windowAt(body: string, offset: number): string {
  const window = body.slice(offset, offset + WINDOW_CHARACTERS)
  const goesOn = body.length > offset + WINDOW_CHARACTERS
  return goesOn && window.split('\n').length > 4
    ? window.slice(0, window.lastIndexOf('\n') + 1)
    : window
}

function byFile(checked: readonly Checked[]): ReadonlyMap<string, readonly Checked[]> {
  const files = new Map<string, Checked[]>()
  for (const one of checked) files.set(one.file, [...(files.get(one.file) ?? []), one])
  return files
}
