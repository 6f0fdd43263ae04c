import type { Definition } from '../inline/alias-state.ts'
import { createJsonLane } from './json-lane.ts'
import { createTextLane } from './text-lane.ts'

/** What a stream carries: any text, or JSON whose strings hold the text. */
export type LaneKind = 'text' | 'json'

/** Which lane to make. */
export interface RestorerOptions {
  /** @default 'text' */
  readonly lane?: LaneKind
}

/** Restores aliases in one stream of text, whatever its chunks. */
export interface Restorer {
  /** Text that can be passed on now; what may still become an alias waits for the next chunk. */
  push(chunk: string): string
  /** What is still held, at the end of the stream or of a block. The lane may be used again. */
  flush(): string
  /** How often each alias was restored so far. */
  readonly hits: ReadonlyMap<string, number>
  /** Code units that are held back. */
  readonly heldLength: number
}

/**
 * One lane for one text stream: one `choices[n].delta.content`, one tool call's arguments. It waits only while its tail
 * is the beginning of an alias; there is no timer. What it puts in is not read again.
 *
 * @example
 * const restorer = createRestorer([{ alias: '@01', phrase: 'InvoiceRepository' }])
 * restorer.push('the @0') // 'the '
 * restorer.push('1.')     // 'InvoiceRepository.'
 * @throws {RangeError} for an empty alias, or one that is defined twice
 */
export function createRestorer(
  definitions: readonly Definition[],
  options: RestorerOptions = {},
): Restorer {
  return options.lane === 'json' ? createJsonLane(definitions) : createTextLane(definitions)
}

/**
 * A whole text with its aliases replaced: one pass, leftmost-longest, never read again.
 * @throws {RangeError} for an empty alias, or one that is defined twice
 */
export function expand(
  text: string,
  definitions: readonly Definition[],
  options: RestorerOptions = {},
): string {
  const restorer = createRestorer(definitions, options)
  return restorer.push(text) + restorer.flush()
}
