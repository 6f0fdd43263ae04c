import { type Grain, mentionsOf, totalCost, type Unit, unitsOf } from '@x/classifier/training'
import { saidBy, turnsOf } from '../conversation.ts'
import type { Corpus, CorpusMessage, CorpusRecord, Split } from '../corpus.ts'
import { FAMILIES } from '../families.ts'

/** A tool result, and which of its strings a later assistant message uses. */
export interface ReuseSample {
  readonly family: string
  readonly scenario: string
  readonly docId: string
  readonly text: string
  /** Units of the text; their strings are those worth keeping, words of the domain left out. */
  readonly units: readonly Unit[]
  /** The last user message, and what the assistant said with the call. */
  readonly query: string
  readonly tool: string
  /** All strings, and parts of strings, of the messages before. */
  readonly earlier: ReadonlySet<string>
  /** Tool results before this one. */
  readonly turns: number
  /** Strings of the data that stand in no earlier message and in a later assistant message. Never empty. */
  readonly reused: ReadonlySet<string>
  /** Pieces of the whole result: what a rate is a share of. */
  readonly total: number
}

export interface ReuseOptions {
  /**
   * JSON cut by field or by row.
   * @default 'field'
   */
  readonly grain?: Extract<Grain, 'field' | 'row'>
  /**
   * Words that every reply repeats, as `domainWords` finds them: not data.
   * @default an empty set
   */
  readonly domainWords?: ReadonlySet<string>
  /**
   * Families to read.
   * @default all
   */
  readonly families?: readonly string[]
}

/** Results shorter or longer than these bounds, in UTF-16 units, are no samples. */
const SHORTEST = 300
const LONGEST = 60_000
const DOMAIN_SHARE = 0.02
const HAS_DIGIT = /\p{N}/u

/**
 * Words without a digit in 2 % or more of the assistant messages of the train split: the vocabulary of the domain, which
 * every reply repeats, and not data.
 */
export function domainWords(corpus: Corpus): Set<string> {
  const counts = new Map<string, number>()
  let messages = 0
  for (const message of assistantMessages(corpus)) {
    messages += 1
    for (const mention of mentionsOf(saidBy(message))) {
      counts.set(mention, (counts.get(mention) ?? 0) + 1)
    }
  }
  const frequent = [...counts].filter(
    ([word, count]) => count >= DOMAIN_SHARE * messages && !HAS_DIGIT.test(word),
  )
  return new Set(frequent.map(([word]) => word))
}

function* assistantMessages(corpus: Corpus): Generator<CorpusMessage> {
  for (const name of Object.values(FAMILIES).flat()) {
    for (const record of corpus.records(name, 'train')) {
      for (const message of record.messages ?? []) if (message.role === 'assistant') yield message
    }
  }
}

/** The reuse samples of a split, family by family. */
export function* reuseSamples(
  corpus: Corpus,
  split: Split,
  options: ReuseOptions = {},
): Generator<ReuseSample> {
  for (const family of options.families ?? Object.keys(FAMILIES)) {
    for (const name of FAMILIES[family] ?? []) {
      for (const record of corpus.records(name, split))
        yield* conversationSamples(family, record, options)
    }
  }
}

/** The reuse samples of one conversation. */
export function* conversationSamples(
  family: string,
  record: CorpusRecord,
  options: ReuseOptions = {},
): Generator<ReuseSample> {
  const { scenario, docId } = record
  for (const turn of turnsOf(record, family === 'swe')) {
    const { text, isResult, earlier, turns, tool } = turn
    if (!isResult || text.length < SHORTEST || text.length > LONGEST) continue
    const { units, reused, total } = measureReuse(text, earlier, turn.later, options)
    if (reused.size === 0) continue
    const query = `${turn.user} ${turn.call}`
    const known = { query, tool, earlier: new Set(earlier), turns }
    yield { family, scenario, docId, text, units, ...known, reused, total }
  }
}

/** What of a text is new, and used later. */
export function measureReuse(
  text: string,
  earlier: ReadonlySet<string>,
  later: ReadonlySet<string>,
  { grain = 'field', domainWords: common = new Set() }: ReuseOptions = {},
): Pick<ReuseSample, 'units' | 'reused' | 'total'> {
  const units = unitsOf(text, grain, { common })
  const reused = new Set<string>()
  for (const unit of units) {
    for (const string of unit.strings.keys()) {
      if (later.has(string) && !earlier.has(string)) reused.add(string)
    }
  }
  return { units, reused, total: totalCost(units) }
}
