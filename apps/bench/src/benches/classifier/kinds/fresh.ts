import { join } from 'node:path'
import type { Kind } from '@x/classifier'
import { readPackedLines } from '../../../packed-lines.ts'
import type { LabelledWindow } from './labelled.ts'
import { windowOf } from './windows.ts'

/** Names of repositories that the corpora lack, in the texts of the codec study: files of theirs are what their ending says. */
const OF_FILES: ReadonlySet<string> = new Set([
  ...['client_golang', 'cobra', 'express', 'fastify', 'flask', 'gin', 'ky', 'requests'],
  'servers',
])
const ENDINGS: Readonly<Record<string, Kind>> = {
  go: 'code',
  js: 'code',
  md: 'markdown',
  py: 'code',
  ts: 'code',
}
/** Collections of role prompts: those of one have headings and lists. */
const OF_ROLES: Readonly<Record<string, Kind>> = {
  fabric: 'markdown',
  NextChat: 'prose',
  'awesome-chatgpt-prompts-zh': 'prose',
}

interface Prompt {
  readonly id: string
  /** `owner/repository:path` or a title. */
  readonly source: string
  readonly text: string
}

const MOST_A_SOURCE = 150

/** Windows of those texts, each text once, at most 150 of a repository and kind. */
export function* freshWindows(data: string): Generator<LabelledWindow> {
  const texts = new Map<string, Set<string>>()
  for (const { id, source, text } of prompts(data)) {
    const repository = source.slice(source.indexOf('/') + 1, source.indexOf(':'))
    const kind = OF_FILES.has(repository)
      ? ENDINGS[/\.(\w+)(?:#.*)?$/.exec(source)?.[1] ?? '']
      : OF_ROLES[repository]
    const window = windowOf(text, id)
    if (kind === undefined || window === undefined) continue
    const file = `${repository} as ${kind}`
    const met = texts.get(file) ?? new Set()
    texts.set(file, met)
    if (met.size >= MOST_A_SOURCE || met.has(window)) continue
    met.add(window)
    yield { file, id, kind, text: window }
  }
}

function prompts(data: string): Prompt[] {
  return ['train', 'test'].flatMap((name) =>
    readPackedLines<Prompt>(join(data, 'data', 'prompts', `${name}.jsonl.gz`)),
  )
}
