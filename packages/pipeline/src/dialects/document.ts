import { looksRendered } from '../decode.ts'
import { LOSSY_MARK } from '../loss/lossy-mark.ts'
import type { Fidelity, RenderedPart } from '../rendered-part.ts'
import { restoreTranscript } from '../restore.ts'
import type { Part, Transcript } from '../transcript.ts'
import { type DialectName, readRequest } from './read-request.ts'

/** A lone document, a file for example: a request body of a known dialect, or else one text. */
export interface ReadDocument {
  readonly dialect: DialectName | 'text'
  readonly transcript: Transcript
  /** The model id as a request names it. */
  readonly model: string | undefined
  /** The document with rendered texts in place of the originals; every other code unit is kept. */
  splice(rendered: readonly RenderedPart[]): string
}

/**
 * Reads a document of any shape: a chat request becomes its transcript, every other text one part of role `tool`.
 * Nothing is refused.
 */
export function readDocument(source: string): ReadDocument {
  const request = readRequest(source, undefined, { restorable: true })
  if (request === undefined) return loneText(source)
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  return {
    dialect: request.dialect,
    transcript: lone(request.transcript),
    model: request.model,
    splice: (rendered) =>
      rendered.every(({ part, text }) => part.text === text)
        ? source
        : decoder.decode(request.splice(rendered)),
  }
}

/**
 * The original of a document whose parts were rendered and spliced: nothing beside the document tells which parts these
 * were, so it is asked of each text.
 * @throws {RangeError} for a document of which something was dropped
 * @throws {NotationError} for a text that begins like a rendered one and is not
 */
export function restoreDocument(source: string): string {
  const document = readDocument(source)
  const sent = document.transcript.parts.map((part): RenderedPart => {
    return { part, text: part.text, fidelity: fidelityOf(part), tokensBefore: 0, tokensAfter: 0 }
  })
  const restored = restoreTranscript(sent)
  return document.splice(
    sent.map((rendered, at) => ({ ...rendered, text: restored.parts[at]?.text ?? rendered.text })),
  )
}

function fidelityOf({ kind, text }: Part): Fidelity {
  if (kind !== 'text' || !looksRendered(text)) return 'verbatim'
  return text.startsWith(LOSSY_MARK) ? 'lossy' : 'exact'
}

function loneText(source: string): ReadDocument {
  return {
    dialect: 'text',
    transcript: lone({
      parts: [{ id: 'text', role: 'tool', kind: 'text', label: 'text#1', text: source }],
    }),
    model: undefined,
    splice: (rendered) => rendered[0]?.text ?? source,
  }
}

function lone(transcript: Transcript): Transcript {
  return { ...transcript, restrictions: { ...transcript.restrictions, isLone: true } }
}
