import { type AliasState, EMPTY_ALIAS_STATE, observe } from '@x/dictionary'
import { decode } from './decode.ts'
import type { RenderedPart } from './rendered-part.ts'
import { createSeenIndex } from './seen/seen-parts.ts'
import type { Part, Transcript } from './transcript.ts'

/**
 * The inverse of a run: the transcript whose parts were rendered, code unit for code unit. Reads what was sent, never
 * `part.text`. Lossy parts have no inverse.
 * @throws {RangeError} for a lossy part
 * @throws {NotationError} for a part that does not decode
 */
export function restoreTranscript(rendered: readonly RenderedPart[]): Transcript {
  const index = createSeenIndex()
  let aliases: AliasState = EMPTY_ALIAS_STATE
  const parts: Part[] = []
  for (const { part, text, fidelity } of rendered) {
    if (fidelity === 'lossy') {
      throw new RangeError(`part "${part.id}" is lossy; take its original from the store`)
    }
    const isRendered = fidelity === 'exact'
    const decoded = isRendered
      ? decode(text, index, aliases)
      : { original: text, unaliased: text, aliases: observe(aliases, text) }
    const { original, unaliased } = decoded
    index.add({ label: part.label, original, sent: text, isRendered, unaliased })
    aliases = part.isSealed ? EMPTY_ALIAS_STATE : decoded.aliases
    parts.push({ ...part, text: original })
  }
  return { parts }
}
