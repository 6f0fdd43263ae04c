import { termsOf } from '../text/strings.ts'
import { hashTerm } from './hash-term.ts'

/** Steps of a nat that a stored value is rounded to. */
export const STEPS_PER_NAT = 8

/** How rare terms are: the natural logarithm of documents by documents with the term. */
export interface Idf {
  /** Of a term in lower case; one that the table does not know is as rare as can be. */
  ofTerm(term: string): number
  /** Of the rarest term that a string is joined from; 0 for one without any. */
  ofString(string: string): number
}

/**
 * Reads a table that `packIdf` made, in Base64. It holds hashes of terms, never the terms: a term can be looked up in it
 * but none can be read from it.
 */
export function createIdf(packed: string): Idf {
  const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0))
  const steps = new Map<number, number>()
  const unknown = readTable(bytes, steps)
  const ofTerm = (term: string) => (steps.get(hashTerm(term)) ?? unknown) / STEPS_PER_NAT
  return {
    ofTerm,
    ofString: (string) => termsOf(string).reduce((most, term) => Math.max(most, ofTerm(term)), 0),
  }
}

/** Fills `steps` (hash to value) and returns the value of an unknown term. */
function readTable(bytes: Uint8Array, steps: Map<number, number>): number {
  let at = 0
  const next = () => {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++]!
      value |= (byte & 0x7f) << shift
      if (byte < 0x80) return value
    }
  }
  const unknown = next()
  while (at < bytes.length) {
    const step = next()
    let hash = 0
    for (let left = next(); left > 0; left--) {
      hash += next()
      steps.set(hash, step)
    }
  }
  return unknown
}
