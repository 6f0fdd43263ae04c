import { isContainer, type JsonNode, readJson, readJsonText } from '@x/notation/json'
import { learnNames, TEXT_MARK, visibleLines } from '../forms/line-references.ts'
import { createJournal } from './journal.ts'
import { createJsonIndex, type JsonIndex } from './json-index.ts'
import { createTextIndex, type TextIndex } from './text-index.ts'

/** What a reader knows of a part that was sent: the original (decoded from what was sent) and what was sent. */
export interface SeenPart {
  readonly label: string
  /** Of a lossy part: what was kept of it. */
  readonly original: string
  readonly sent: string
  /** Whether `sent` is a rendering; a verbatim text may look like one. */
  readonly isRendered: boolean
  /** Aliases of `sent` written out: what the lines of the part are. */
  readonly unaliased: string
  /** Text was dropped: no later part may refer to it. @default false */
  readonly isLossy?: boolean
}

/** Everything that later parts may refer to. Built from seen parts alone, so that writer and reader build the same. */
export interface SeenIndex {
  readonly json: JsonIndex
  readonly text: TextIndex
  add(part: SeenPart): void
  /** How much was added so far. */
  mark(): number
  /** Forgets what was added since `mark`. */
  rollback(mark: number): void
}

/** Marks that a reader may have to follow one after the other. */
const MAX_STEPS = 2
/** Larger parts are not indexed: nothing refers to them, and the work stays bounded. */
const MAX_INDEXED_LENGTH = 8_000_000

export function createSeenIndex(): SeenIndex {
  const journal = createJournal()
  const json = createJsonIndex(MAX_STEPS, journal)
  const text = createTextIndex(journal)
  return {
    json,
    text,
    mark: journal.mark,
    rollback: journal.rollback,
    add(part) {
      if (part.original.length > MAX_INDEXED_LENGTH) return
      if (part.isLossy) return learnNamesOf(part, text)
      text.addWhole(part.label, part.original)
      addLines(part, text)
      const root = rootOf(part.original)
      if (root !== undefined && isContainer(root)) json.add(part.label, root, stepsOf(part, json))
    },
  }
}

/** The value of a text as a rendering refers to it: escapes taken back, lines of JSON as the items of a list. */
function rootOf(text: string): JsonNode | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined
  return readJsonText(text)?.node ?? readJson(text)
}

/** Lines as rendered; a part in a notation shows no lines of its original. */
function addLines(part: SeenPart, text: TextIndex): void {
  if (!part.isRendered) {
    text.add(part.label, part.original.split('\n'))
  } else if (part.unaliased.startsWith(TEXT_MARK)) {
    text.add(part.label, visibleLines(part.unaliased.slice(TEXT_MARK.length), text))
  }
  learnNamesOf(part, text)
}

/** The names that a part gives to runs of lines, or spells itself. */
function learnNamesOf(part: SeenPart, text: TextIndex): void {
  if (!part.isRendered) learnNames(part.original, false, text)
  else if (part.unaliased.startsWith(TEXT_MARK)) {
    learnNames(part.unaliased.slice(TEXT_MARK.length), true, text)
  }
}

const BASE = /\{(?:\.\.\.|=)([\w.-]+#\d+(?:\.(?:\d+|in)(?![\w$-]))*)/g

/** One more than the most steps of the parts whose objects this one builds on. */
function stepsOf(part: SeenPart, json: JsonIndex): number {
  if (!part.isRendered) return 0
  let steps = 0
  for (const [, label] of part.unaliased.matchAll(BASE)) {
    steps = Math.max(steps, 1 + json.stepsOf(label!))
  }
  return steps
}
