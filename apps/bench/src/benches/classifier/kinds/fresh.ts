import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Kind } from '@x/classifier'
import type { LabelledWindow } from './labelled.ts'
import { windowOf } from './windows.ts'

/** Repositories that the corpora lack, in the texts of the codec study: files of theirs are what their ending says. */
const OF_FILES: ReadonlySet<string> = new Set([
  'fastify/fastify',
  'prometheus/client_golang',
  'pallets/flask',
  'expressjs/express',
  'modelcontextprotocol/servers',
  'spf13/cobra',
  'psf/requests',
  'gin-gonic/gin',
  'sindresorhus/ky',
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
  'danielmiessler/fabric': 'markdown',
  'ChatGPTNextWeb/NextChat': 'prose',
  'PlexPt/awesome-chatgpt-prompts-zh': 'prose',
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
    const colon = source.indexOf(':')
    const repository = source.slice(0, colon)
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
  return ['train', 'test'].flatMap((name) => {
    const packed = readFileSync(join(data, 'data', 'prompts', `${name}.jsonl.gz`))
    const lines = gunzipSync(packed).toString('utf8').split('\n')
    return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Prompt)
  })
}
