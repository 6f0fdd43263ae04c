import type { Span } from '../text/span.ts'

/** A value of a JSON text, with its place in it. */
export interface JsonNode extends Span {
  readonly kind: 'object' | 'array' | 'string' | 'other'
  /** The object or array around it. */
  readonly parent: JsonNode | undefined
  /** Where its key starts, with the quote; `start` where it has none. */
  readonly outerStart: number
  /** Its key in an object, decoded; empty elsewhere. */
  readonly key: string
  /** Its place among its siblings. */
  readonly index: number
  readonly depth: number
  readonly children: readonly JsonNode[]
}

/** Containers below this depth are taken as one value each, so that nesting costs no more than length. */
export const MAX_JSON_DEPTH = 64
