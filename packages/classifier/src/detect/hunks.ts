import type { Line } from './line.ts'

const HEADER = /^@@@? -\d+(?:,(\d+))? (?:-\d+(?:,\d+)? )?\+\d+(?:,(\d+))? @@/
const FILE_HEADER = /^(?:diff --git |index [0-9a-f]+\.\.|--- |\+\+\+ |Index: )/
const CHANGE = /^[ +\-\\\t]|^$/

const COMMIT = /^commit [0-9a-f]{40}\b/
const MESSAGE = /^(?: {4}|Author|Commit|Date|Merge|gpg)/

/** Lines of the old and of the new file that a hunk still has to show. */
interface Rest {
  removed: number
  added: number
}

/**
 * Which lines stand in hunks of a unified diff, or between the name of a commit and its diff: a header counts how many follow. A text that begins inside a hunk is told
 * by what comes first, a header, with nothing but changed and kept lines before it.
 */
export function findHunks(lines: readonly Line[]): Uint8Array {
  const inDiff = findMessages(lines)
  const rest: Rest = { removed: 0, added: 0 }
  let isFirst = true
  lines.forEach(({ text, isContinued }, index) => {
    if (isContinued) inDiff[index] = inDiff[index - 1] ?? 0
    else if (rest.removed > 0 || rest.added > 0) inDiff[index] = take(text, rest)
    else if (text.startsWith('@@') && open(text, rest)) {
      if (isFirst) markBeginning(lines, index, inDiff)
      isFirst = false
    }
  })
  return inDiff
}

/** The headers and the indented message of each commit. */
function findMessages(lines: readonly Line[]): Uint8Array {
  let isMessage = false
  return Uint8Array.from(lines, ({ text, isBlank }) => {
    isMessage = COMMIT.test(text) || (isMessage && (isBlank || MESSAGE.test(text)))
    return isMessage ? 1 : 0
  })
}

function open(text: string, rest: Rest): boolean {
  const header = HEADER.exec(text)
  if (header === null) return false
  rest.removed = Number(header[1] ?? 1)
  rest.added = Number(header[2] ?? 1)
  return true
}

/** Counts a line off; 1 where it can stand in a hunk. */
function take(text: string, rest: Rest): 0 | 1 {
  if (!CHANGE.test(text)) {
    rest.removed = 0
    rest.added = 0
    return 0
  }
  const mark = text[0] ?? ' '
  if (mark !== '+' && mark !== '\\') rest.removed -= 1
  if (mark !== '-' && mark !== '\\') rest.added -= 1
  return 1
}

function markBeginning(lines: readonly Line[], header: number, inHunk: Uint8Array): void {
  let end = header
  while (end > 0 && FILE_HEADER.test((lines[end - 1] as Line).text)) end -= 1
  const before = lines.slice(0, end)
  const isHunk = before.every(({ text, isContinued }) => isContinued || CHANGE.test(text))
  if (isHunk && before.some(({ text }) => /^[+-]/.test(text))) inHunk.fill(1, 0, end)
}
