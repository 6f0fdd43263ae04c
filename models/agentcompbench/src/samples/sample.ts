import { scanJson } from '@x/classifier/training'
import { hash32 } from '../chance.ts'
import type { Split } from '../corpus.ts'
import type { Draft, Needed } from '../drafts/draft.ts'
import { type Family, kindOf, SCENARIOS } from '../scenarios.ts'
import type { NGram } from '../surprisal/n-gram.ts'
import { keepAtRates, type Range } from './keep-ranges.ts'

/** One sample as it is written: a text, what is known of it, and what to keep of it at each rate. Offsets are UTF-16 units. */
export interface Sample {
  readonly id: string
  readonly family: Family
  readonly scenario: string
  readonly source: string
  readonly docId: string
  readonly split: Split
  readonly text: string
  readonly kind: string
  /** Absent where the question is not known. */
  readonly query?: string
  /** Strings of the text, and parts of them, that stand in earlier messages, in lower case; absent where those are not known. */
  readonly seen?: readonly string[]
  /** How many strings, and parts of strings, the earlier messages have in all; absent where those are not known. */
  readonly earlierCount?: number
  /** What later turns copy, references say or questions ask for. Empty where only surprisal ranks. */
  readonly needed: readonly Needed[]
  readonly keep: Readonly<Record<string, readonly Range[]>>
}

const LONGEST_QUERY = 1000

/** The sample of a draft, ranked with the help of an n-gram model of the train split. */
export function sampleOf(draft: Draft, nGram: NGram): Sample {
  const { scenario, source, docId, split, text, query, seen, earlierCount, needed } = draft
  const bits = nGram.bitsOf(text, split === 'train' ? 1 : 0)
  return {
    id: idOf(draft),
    family: SCENARIOS[scenario]!,
    ...{ scenario, source, docId, split, text },
    kind: kindOf(scenario, scanJson(text) !== undefined),
    ...(query === undefined ? {} : { query: query.slice(0, LONGEST_QUERY) }),
    ...(seen === undefined ? {} : { seen }),
    ...(earlierCount === undefined ? {} : { earlierCount }),
    needed,
    keep: keepAtRates(draft, bits),
  }
}

function idOf({ scenario, source, docId, text, query = '', needed }: Draft): string {
  const whole = [scenario, source, docId, text, query, needed.join()].join('\u001f')
  return [whole, `second\u001f${whole}`]
    .map((t) => hash32(t).toString(16).padStart(8, '0'))
    .join('')
}
