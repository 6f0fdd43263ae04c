import { type AliasState, type Definition, EMPTY_ALIAS_STATE, withTaken } from './alias-state.ts'
import { readingPattern } from './grammar.ts'

/** A text with its aliases resolved, and what the next part may refer to. */
export interface Restored {
  readonly text: string
  readonly state: AliasState
}

/**
 * The original of a text with inline definitions: one pass from left to right, what is put in is never read again. An
 * unknown alias and a second definition of a known one are literal text.
 */
export function restore(rendered: string, state: AliasState = EMPTY_ALIAS_STATE): Restored {
  const phrases = new Map(state.definitions.map(({ alias, phrase }) => [alias, phrase]))
  const added: Definition[] = []
  const literals = new Set<string>()
  const pattern = readingPattern()
  let text = ''
  let at = 0
  for (let match = pattern.exec(rendered); match !== null; match = pattern.exec(rendered)) {
    const [whole, sigil, name, content] = match
    text += rendered.slice(at, match.index)
    at = match.index + whole.length
    if (sigil === undefined) {
      const phrase = phrases.get(whole)
      if (phrase === undefined) literals.add(whole)
      text += phrase ?? whole
    } else if (name === undefined) {
      text += content
    } else if (phrases.has(sigil + name)) {
      // Not a definition: only the bracket is read, so that what it holds is read as ever.
      text += whole[0]
      at = match.index + 1
      pattern.lastIndex = at
    } else {
      phrases.set(sigil + name, content!)
      added.push({ alias: sigil + name, phrase: content! })
      text += content
    }
  }
  text += rendered.slice(at)
  return { text, state: stateAfter(state, added, literals) }
}

function stateAfter(
  state: AliasState,
  added: readonly Definition[],
  literals: ReadonlySet<string>,
): AliasState {
  const known = withTaken(state, literals)
  return added.length === 0 ? known : { ...known, definitions: [...known.definitions, ...added] }
}
