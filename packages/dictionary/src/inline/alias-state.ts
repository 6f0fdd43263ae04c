import { literalPattern, SIGILS } from './grammar.ts'

/** An alias and the phrase that it stands for. */
export interface Definition {
  /** With its sigil: `$a`. */
  readonly alias: string
  readonly phrase: string
}

/**
 * What the parts of a transcript so far say about aliases: plain data that is never changed. Writer and reader build
 * the same state from the same parts.
 */
export interface AliasState {
  /** Aliases that may be used, in the order of their definition. */
  readonly definitions: readonly Definition[]
  /** Alias-like texts that parts use literally; none of them is ever given out. Sorted. */
  readonly taken: readonly string[]
}

/** The state before the first part. */
export const EMPTY_ALIAS_STATE: AliasState = { definitions: [], taken: [] }

/**
 * The state after a part that was sent as it is (opaque fields too): what it spells literally is never given out, and an
 * alias that it spells is given up, since a reader could no longer tell.
 */
export function observe(state: AliasState, verbatim: string): AliasState {
  return withTaken(state, aliasesIn(verbatim))
}

/** Texts in `text` that have the form of an alias. */
export function aliasesIn(text: string): Set<string> {
  const found = new Set<string>()
  for (const [literal] of text.matchAll(literalPattern())) {
    if (!literal.startsWith('[')) found.add(literal)
  }
  return found
}

/** The state with more aliases that may not be given out; those that were, are given up. */
export function withTaken(state: AliasState, literals: ReadonlySet<string>): AliasState {
  const known = new Set(state.taken)
  const fresh = [...literals].filter((literal) => !known.has(literal))
  if (fresh.length === 0) return state
  return {
    definitions: state.definitions.filter(({ alias }) => !literals.has(alias)),
    taken: [...state.taken, ...fresh].sort(),
  }
}

/**
 * The sigil of this transcript's aliases: the one in use, else the first that nothing so far spells with a name.
 * `undefined` when every one occurs: no alias is safe then.
 */
export function sigilFor(state: AliasState, literals: ReadonlySet<string>): string | undefined {
  const inUse = state.definitions[state.definitions.length - 1]?.alias[0]
  if (inUse !== undefined) return inUse
  const used = new Set([...state.taken, ...literals].map((literal) => literal[0]))
  return SIGILS.find((sigil) => !used.has(sigil))
}
