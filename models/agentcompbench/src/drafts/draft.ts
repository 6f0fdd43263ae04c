import { mentionsOf, stringSpansOf, type Unit, unitsOf } from '@x/classifier/training'
import type { Corpus, CorpusRecord, Split } from '../corpus.ts'

/** Why a span is needed: later turns copy it, a reference says it, it answers the question. */
export type NeededKind = 'reuse' | 'reference' | 'evidence'
export type Needed = readonly [start: number, end: number, kind: NeededKind]

/** A text with what is known of it, before anything is chosen and ranked. */
export interface Draft {
  readonly scenario: string
  /** The family of sources, by which a test of transfer leaves out: `tau`, `webshop`, `xquad`. */
  readonly source: string
  readonly docId: string
  readonly split: Split
  readonly text: string
  readonly query?: string
  /** Strings, and parts of strings, of the text that stand in messages before it; absent where the text has no conversation. */
  readonly seen?: readonly string[]
  /** How many strings, and parts of strings, those messages have in all; absent where the text has no conversation. */
  readonly earlierCount?: number
  /** Sorted, inside the text; empty where nothing is known. */
  readonly needed: readonly Needed[]
}

/** A way to get drafts with labels out of the corpus; `name` says which way in the data card. */
export interface Drafter {
  readonly name: string
  drafts(corpus: Corpus): Iterable<Draft>
}

/** What is known of a text. */
export interface DraftLabels {
  readonly query?: string
  /** All strings, and parts of strings, of the messages before. */
  readonly earlier?: ReadonlySet<string>
  readonly needed?: readonly Needed[]
}

/** A draft of a record. */
export function draftOf(
  record: Pick<CorpusRecord, 'scenario' | 'docId' | 'split'>,
  source: string,
  text: string,
  { query = '', earlier, needed = [] }: DraftLabels = {},
): Draft {
  const { scenario, docId, split } = record
  return {
    ...{ scenario, source, docId, split, text },
    ...(query === '' ? {} : { query }),
    ...(earlier === undefined ? {} : seenIn(text, earlier)),
    needed: sortNeeded(needed),
  }
}

function seenIn(
  text: string,
  earlier: ReadonlySet<string>,
): Required<Pick<Draft, 'seen' | 'earlierCount'>> {
  return {
    seen: [...mentionsOf(text)].filter((string) => earlier.has(string)),
    earlierCount: earlier.size,
  }
}

/** All places of some strings in the data of a text: JSON keys are passed over, save those with digits. */
export function placesOf(
  text: string,
  wanted: ReadonlySet<string>,
  kind: NeededKind,
  units: readonly Unit[] = unitsOf(text, 'field'),
): Needed[] {
  const spans = stringSpansOf(text).filter(({ string }) => wanted.has(string))
  const found: Needed[] = []
  let next = 0
  for (const { start, end, string } of spans) {
    while (next < units.length && units[next]!.valueEnd <= start) next += 1
    const unit = units[next]
    const isData = unit !== undefined && unit.valueStart < end
    if (isData || /\p{N}/u.test(string)) found.push([start, end, kind])
  }
  return found
}

/** In order, each once. */
export function sortNeeded(needed: readonly Needed[]): Needed[] {
  const sorted = needed.toSorted((a, b) => a[0] - b[0] || a[1] - b[1])
  return sorted.filter((span, i) => {
    const before = sorted[i - 1]
    return before === undefined || before[0] !== span[0] || before[1] !== span[1]
  })
}
