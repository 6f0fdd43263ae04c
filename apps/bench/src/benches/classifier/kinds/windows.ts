import type { CorpusRecord } from '@x/agentcompbench'

/** What of a record is of the kind that its source stands for. */
export type Extract = (record: CorpusRecord) => readonly string[]

/** Characters of a window, cut at line ends where there are any. */
export const WINDOW_CHARACTERS = 2000
const LEAST_CHARACTERS = 60
const LEAST_TEXT = 80
const LEAST_FENCE = 150
const LEAST_RESULT = 200
const LEAST_WORDS = 100
const LEAST_PATHS = 4
const LEAST_ROWS = 5

export function wholeText({ text = '' }: CorpusRecord): readonly string[] {
  return [text]
}

/** Console output; reports in XML or JSON and documents among it are of another kind and left out. */
export function logText({ text = '' }: CorpusRecord): readonly string[] {
  return /^\s*[<{]|\nmdtest path: /.test(text) ? [] : [text]
}

const CODE_FENCE =
  /^```(?:python|py|js|ts|javascript|typescript|tsx|rust|go|java|sql|css|html|bash|sh)\n(.*?)^```/gms
const PROGRAM_FENCE =
  /^```(?:python|py|js|ts|javascript|typescript|tsx|rust|go|java|sql|css|html)\n(.*?)^```/gms

/** The bodies of fences that name a language. */
export function fences(record: CorpusRecord): readonly string[] {
  return fencesOf(record, CODE_FENCE)
}

/** Only those in programming languages: manuals put what commands print into fences for shells, too. */
export function programFences(record: CorpusRecord): readonly string[] {
  return fencesOf(record, PROGRAM_FENCE)
}

function fencesOf(record: CorpusRecord, pattern: RegExp): readonly string[] {
  return bodiesOf(record).flatMap((body) =>
    [...body.matchAll(pattern)].map((match) => match[1] ?? '').filter(isLong(LEAST_FENCE)),
  )
}

export function firstUserMessage({ messages = [] }: CorpusRecord): readonly string[] {
  return [messages.find(({ role }) => role === 'user')?.content ?? '']
}

/** Results of tools that are JSON. */
export function jsonResults(record: CorpusRecord): readonly string[] {
  return resultsOf(record).filter((text) => text.length > LEAST_RESULT && /^\s*[[{]/.test(text))
}

/** Results of tools that are not JSON. */
export function wordResults(record: CorpusRecord): readonly string[] {
  return resultsOf(record).filter((text) => text.length > LEAST_WORDS && !/^\s*[[{]/.test(text))
}

/** The calls of a conversation as one JSON array, with an indent for every other record. */
export function toolCalls({ id, messages = [] }: CorpusRecord): readonly string[] {
  const calls = messages.flatMap(({ tool_calls }) => tool_calls ?? [])
  return calls.length === 0 ? [] : [JSON.stringify(calls, null, digitOf(id) % 2 === 1 ? 2 : 0)]
}

/** What user and assistant say, as a transcript. */
export function dialogue({ messages = [] }: CorpusRecord): readonly string[] {
  const said = messages.filter(
    ({ role, content }) => (role === 'user' || role === 'assistant') && content,
  )
  return [said.map(({ role, content }) => `${capitalised(role)}: ${content}`).join('\n')]
}

const TRACE =
  /Traceback \(most recent call last\):\n(?:[ \t].*\n|.*\n(?=[ \t]))+.*|^.*(?:Error|Exception).*\n(?:^\s+at .*\n){3,}/gm

export function traces(record: CorpusRecord): readonly string[] {
  return bodiesOf(record).flatMap((body) =>
    [...body.matchAll(TRACE)].map(([trace]) => trace).filter(isLong(LEAST_FENCE)),
  )
}

const MARKDOWN_TABLE = /^\|.*\|[ \t]*\n\|[ :|-]+\|[ \t]*\n(?:\|.*\|[ \t]*\n)+/gm

/** The tables of a markdown text, each with its head and its rule. */
export function markdownTables(record: CorpusRecord): readonly string[] {
  return bodiesOf(record).flatMap((body) =>
    [...body.matchAll(MARKDOWN_TABLE)]
      .map(([table]) => table)
      .filter((table) => table.split('\n').length > LEAST_ROWS),
  )
}

/** The page that a browsing agent sees: markup reduced to names, marks and texts. */
export function simplifiedPages(record: CorpusRecord): readonly string[] {
  return firstUserMessage(record)
    .map((text) => text.split('\n\n')[0] ?? '')
    .filter((text) => /^<[^>]*<\w+\[/.test(text))
}

/** Steps of an agent that writes its calls as text: thought, action, observation. */
export function writtenSteps({ messages = [] }: CorpusRecord): readonly string[] {
  const steps = messages.filter(
    ({ role, content }) => (role === 'assistant' || role === 'tool') && content,
  )
  const text = steps.map(({ content }) => content).join('\n')
  return /^Action\b/m.test(text) ? [text] : []
}

/** A description may stand before the first file of a diff; it is left out. */
export function diffText({ text = '' }: CorpusRecord): readonly string[] {
  return [text.slice(Math.max(0, text.search(/^diff --git /m)))]
}

/** The real paths of a commit in the forms that `find`, `ls -l` and `tree` print. */
export function fileList(record: CorpusRecord): readonly string[] {
  const headers = bodiesOf(record).flatMap((body) => [...body.matchAll(/^diff --git a\/(\S+)/gm)])
  const paths = [...new Set(headers.map((match) => match[1] ?? ''))]
  if (paths.length < LEAST_PATHS) return []
  const forms = [foundPaths, longListing, drawnTree]
  return [forms[digitOf(record.id) % forms.length]?.(paths) ?? '']
}

function foundPaths(paths: readonly string[]): string {
  return paths.map((path) => `./${path}`).join('\n')
}

function longListing(paths: readonly string[]): string {
  const rows = paths.map((path, index) => {
    const size = String(37 * path.length + 100).padStart(6)
    const day = String((index % 28) + 1).padStart(2)
    const minute = String(index % 60).padStart(2, '0')
    return `-rw-r--r-- 1 user user ${size} Jan ${day} 10:${minute} ${path.split('/').at(-1)}`
  })
  return [`total ${4 * paths.length}`, ...rows].join('\n')
}

function drawnTree(paths: readonly string[]): string {
  const rows = paths.map((path) => {
    const names = path.split('/')
    return `${'│   '.repeat(names.length - 1)}├── ${names.at(-1)}`
  })
  return ['.', ...rows].join('\n')
}

/** At most one window of a text: from its beginning, or of a long text from a place that the record's id chooses. */
export function windowOf(text: string, id: string): string | undefined {
  if (text.trim().length < LEAST_TEXT) return undefined
  const isLongText = text.length > 3 * WINDOW_CHARACTERS
  const start = isLongText ? ((Number.parseInt(id.slice(0, 6), 16) % 3) * text.length) >> 2 : 0
  let part = text.slice(start, start + WINDOW_CHARACTERS)
  if (start > 0) part = part.slice(part.indexOf('\n') + 1)
  const goesOn = text.length > start + WINDOW_CHARACTERS
  if (goesOn && part.split('\n').length > 4) part = part.slice(0, part.lastIndexOf('\n') + 1)
  return part.trim().length < LEAST_CHARACTERS ? undefined : part
}

function bodiesOf({ text, messages = [] }: CorpusRecord): readonly string[] {
  return [text ?? '', ...messages.map(({ content }) => content ?? '')]
}

function resultsOf({ messages = [] }: CorpusRecord): readonly string[] {
  return messages.flatMap(({ role, content }) => (role === 'tool' && content ? [content] : []))
}

function isLong(least: number): (text: string) => boolean {
  return (text) => text.length > least
}

function digitOf(id: string): number {
  return Number.parseInt(id[0] ?? '0', 16)
}

function capitalised(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1)
}
