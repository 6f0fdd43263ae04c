import { parse } from '@x/notation'
import type { RenderedPart } from './rendered-part.ts'
import type { Transcript } from './transcript.ts'

/**
 * The inverse of a run: the transcript whose parts were rendered, code unit for code unit. Reads what was sent, never
 * `part.text`. Lossy parts have no inverse.
 * @throws {RangeError} for a lossy part
 */
export function restoreTranscript(rendered: readonly RenderedPart[]): Transcript {
  return {
    parts: rendered.map(({ part, text, fidelity }) => {
      if (fidelity === 'lossy') {
        throw new RangeError(`part "${part.id}" is lossy; take its original from the store`)
      }
      return { ...part, text: fidelity === 'verbatim' ? text : parse(text) }
    }),
  }
}
