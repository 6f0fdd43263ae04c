import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Corpus } from '@x/agentcompbench'
import type { Kind } from '@x/classifier'
import { WINDOW_CHARACTERS } from './windows.ts'

interface Checked {
  readonly file: string
  readonly id: string
  readonly part: number
  readonly offset: number
  readonly kind: Kind
}

/** The windows that a person read: places and labels are in the repository, the texts are not. */
export function* handCheckedWindows(
  corpus: Corpus,
  root: string,
): Generator<{ readonly kind: Kind; readonly text: string }> {
  const path = join(root, 'packages/classifier/test/fixtures/hand-checked.json')
  const checked = JSON.parse(readFileSync(path, 'utf8')) as readonly Checked[]
  for (const file of new Set(checked.map((one) => one.file))) {
    const bodies = new Map(
      Array.from(corpus.records(file, 'validation'), ({ id, text, messages = [] }) => [
        id,
        text === undefined ? messages.map(({ content }) => content ?? '') : [text],
      ]),
    )
    for (const { id, part, offset, kind } of checked.filter((one) => one.file === file)) {
      const body = bodies.get(id)?.[part]
      if (body === undefined) throw new Error(`${file} has no record ${id} with part ${part}`)
      yield { kind, text: windowAt(body, offset) }
    }
  }
}

function windowAt(body: string, offset: number): string {
  const window = body.slice(offset, offset + WINDOW_CHARACTERS)
  const goesOn = body.length > offset + WINDOW_CHARACTERS
  return goesOn && window.split('\n').length > 4
    ? window.slice(0, window.lastIndexOf('\n') + 1)
    : window
}
