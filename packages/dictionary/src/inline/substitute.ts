import { type Atoms, atomize, type Span, type Syntax } from '../phrases/atoms.ts'
import { type ChosenPhrase, choosePhrases } from '../phrases/choose-phrases.ts'
import { placesOf } from '../phrases/places-of.ts'
import type { TokenCounter } from '../token-counter.ts'
import {
  type AliasState,
  aliasesIn,
  type Definition,
  EMPTY_ALIAS_STATE,
  sigilFor,
} from './alias-state.ts'
import { escapesFor } from './escapes.ts'
import { aliasNames, renderDefinition } from './grammar.ts'
import { type Replacement, replaceSpans } from './replace-spans.ts'
import { restore } from './restore.ts'

/** How repetition in one part is written as aliases. */
export interface SubstituteOptions {
  readonly counter: TokenCounter
  /** What earlier parts defined and spelled. @default EMPTY_ALIAS_STATE */
  readonly state?: AliasState
  /** Spans of the text that must stay as they are (marks, headers), in code units. @default none */
  readonly protectedSpans?: readonly Span[]
  /** In `json`, phrases do not reach over quotes, escapes and structure. @default 'text' */
  readonly syntax?: Syntax
  /** Fewest tokens of a phrase. @default 6 */
  readonly minTokens?: number
  /** Most aliases of a transcript. @default 100 */
  readonly maxDefinitions?: number
  /** Fewest tokens that a new alias must win in this part, its definition paid. @default 2 */
  readonly minGain?: number
  /** Longest text that is looked at, in code units; a longer one is left alone. @default 4194304 */
  readonly maxLength?: number
  /** Exact tokens of the text, where the caller has counted them already. */
  readonly tokensBefore?: number
}

/** A part with aliases. */
export interface Substitution {
  /** `[$a=phrase]` where a phrase first stands, `$a` from then on. */
  readonly text: string
  /** What this part defines, in the order in which it stands there. */
  readonly definitions: readonly Definition[]
  /** How often each alias stands in `text`, its definition included. */
  readonly uses: Readonly<Record<string, number>>
  /** The state for the next part; equal to what `restore` makes of `text`. */
  readonly state: AliasState
  readonly tokensBefore: number
  readonly tokensAfter: number
}

const DEFAULTS = {
  state: EMPTY_ALIAS_STATE,
  protectedSpans: [],
  syntax: 'text',
  minTokens: 6,
  maxDefinitions: 100,
  minGain: 2,
  maxLength: 4_194_304,
} as const

/** Candidate phrases of one text that are counted exactly. */
const MAX_CANDIDATES = 96
/** Below this no phrase of a few tokens can stand twice and pay. */
const MIN_LENGTH = 24

/**
 * Writes repeated phrases as aliases that are defined where they first stand. `undefined` where nothing wins: the
 * result has fewer exact tokens than the text, and was restored and compared.
 */
export function substitute(text: string, options: SubstituteOptions): Substitution | undefined {
  const rules = { ...DEFAULTS, ...options }
  const { state, counter, protectedSpans } = rules
  if (text.length < MIN_LENGTH || text.length > rules.maxLength) return undefined
  const escapes = escapesFor(text, state, protectedSpans)
  if (escapes === undefined) return undefined
  const atoms = atomize(text, rules.syntax, protectedSpans)
  const uses = usesOf(atoms, state)
  const fresh = nameByPlace(freshPhrases(atoms, rules), namesFor(text, state))
  if (uses.length === 0 && fresh.length === 0) return undefined
  const spans = [...uses, ...fresh.flatMap((named) => spansOf(atoms, named))]
  const rendered = replaceSpans(text, [...spans, ...escapes])
  const tokensBefore = rules.tokensBefore ?? counter.countTokens(text)
  const tokensAfter = counter.countTokens(rendered)
  if (tokensAfter >= tokensBefore) return undefined
  const back = restore(rendered, state)
  if (back.text !== text) return undefined
  const definitions = back.state.definitions.slice(-fresh.length || Infinity)
  return {
    text: rendered,
    definitions,
    uses: countUses(spans),
    state: back.state,
    tokensBefore,
    tokensAfter,
  }
}

function countUses(spans: readonly AliasUse[]): Record<string, number> {
  const uses: Record<string, number> = {}
  for (const { alias } of spans) uses[alias] = (uses[alias] ?? 0) + 1
  return uses
}

interface AliasUse extends Replacement {
  readonly alias: string
}

/** Phrases that are defined already, the longest first. */
function usesOf(atoms: Atoms, { definitions }: AliasState): AliasUse[] {
  return [...definitions]
    .sort((a, b) => b.phrase.length - a.phrase.length)
    .flatMap(({ alias, phrase }) =>
      placesOf(atoms, phrase).map(([from, to]) => ({ from, to, text: alias, alias })),
    )
}

type Rules = Required<Omit<SubstituteOptions, 'tokensBefore'>>

function freshPhrases(atoms: Atoms, rules: Rules): ChosenPhrase[] {
  const room = rules.maxDefinitions - rules.state.definitions.length
  const sigil = sigilFor(rules.state, aliasesIn(atoms.text))
  if (room <= 0 || sigil === undefined) return []
  const { counter } = rules
  const alias = `${sigil}a`
  return choosePhrases(atoms, {
    counter,
    minTokens: rules.minTokens,
    minCount: 2,
    maxPhrases: room,
    maxCandidates: MAX_CANDIDATES,
    alias,
    definitionCost: (phrase, before, after) =>
      counter.countTokens(before + renderDefinition(alias, phrase) + after) -
      counter.countTokens(before + alias + after),
    minGain: rules.minGain,
  })
}

interface NamedPhrase extends ChosenPhrase {
  readonly alias: string
}

/** Names that neither earlier parts nor this one spell. */
function* namesFor(text: string, state: AliasState): Generator<string> {
  const literals = aliasesIn(text)
  const sigil = sigilFor(state, literals)
  const given = new Set([...literals, ...state.taken, ...state.definitions.map((d) => d.alias)])
  for (const name of aliasNames()) if (!given.has(`${sigil}${name}`)) yield `${sigil}${name}`
}

function nameByPlace(chosen: readonly ChosenPhrase[], names: Generator<string>): NamedPhrase[] {
  const named: NamedPhrase[] = []
  for (const phrase of [...chosen].sort((a, b) => a.places[0]! - b.places[0]!)) {
    const { value, done } = names.next()
    if (done === true) break
    named.push({ ...phrase, alias: value })
  }
  return named
}

function spansOf(atoms: Atoms, { alias, phrase, length, places }: NamedPhrase): AliasUse[] {
  return places.map((place, at) => ({
    from: atoms.starts[place]!,
    to: atoms.starts[place + length]!,
    text: at === 0 ? renderDefinition(alias, phrase) : alias,
    alias,
  }))
}
