import { type AliasState, EMPTY_ALIAS_STATE, observe } from '@x/dictionary'
import { type Decoded, decode } from './decode.ts'
import { LOSSY_MARK } from './loss/lossy-mark.ts'
import type { RenderedPart } from './rendered-part.ts'
import { createSeenIndex, type SeenIndex } from './seen/seen-parts.ts'
import type { Part, Transcript } from './transcript.ts'

/** How lossy parts are taken. */
export interface RestoreOptions {
  /** `kept` answers what was kept of them, with its marks, in the place of their originals. @default 'refuse' */
  readonly lossy?: 'refuse' | 'kept'
}

/**
 * The inverse of a run: the transcript whose parts were rendered, code unit for code unit. Reads what was sent, never
 * `part.text`. Lossy parts have no inverse.
 * @throws {RangeError} for a lossy part, unless what was kept of it will do
 * @throws {NotationError} for a part that does not decode
 */
export function restoreTranscript(
  rendered: readonly RenderedPart[],
  options: RestoreOptions = {},
): Transcript {
  const index = createSeenIndex()
  let aliases: AliasState = EMPTY_ALIAS_STATE
  const parts: Part[] = []
  for (const sent of rendered) {
    const { part, fidelity } = sent
    const isLossy = fidelity === 'lossy'
    if (isLossy && options.lossy !== 'kept') {
      throw new RangeError(`part "${part.id}" is lossy; take its original from the store`)
    }
    const isRendered = isLossy ? sent.stage !== 'keep' : fidelity === 'exact'
    const { original, unaliased, aliases: after } = read(sent, isRendered, index, aliases)
    index.add({ label: part.label, original, sent: sent.text, isRendered, unaliased, isLossy })
    aliases = part.isSealed ? EMPTY_ALIAS_STATE : after
    parts.push({ ...part, text: original })
  }
  return { parts }
}

function read(
  { text, fidelity }: RenderedPart,
  isRendered: boolean,
  index: SeenIndex,
  aliases: AliasState,
): Decoded {
  const isMarked = fidelity === 'lossy' && text.startsWith(LOSSY_MARK)
  const body = isMarked ? text.slice(LOSSY_MARK.length) : text
  if (isRendered) return decode(body, index, aliases)
  return { original: body, unaliased: body, aliases: observe(aliases, body) }
}
