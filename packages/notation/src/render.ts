import { NotationError } from './errors.ts'
import type { Notation, NotationLevel, NotationRenderOptions, TokenCounter } from './notation.ts'
import { NOTATIONS } from './notations.ts'
import type { ReferenceResolver, ReferenceSource } from './references.ts'

/** What `render` needs beside the text. */
export interface RenderOptions {
  /** Exact token counts of the target model. */
  readonly counter: TokenCounter
  /** `dense` allows forms that are harder to read, `minified` none but JSON without white space. @default 'plain' */
  readonly level?: NotationLevel
  /** Values that the reader has seen, as writer and as reader; without both no reference is written. @default none */
  readonly references?: ReferenceSource & ReferenceResolver
  /** Exact tokens of the text, where the caller has counted them already. @default counted */
  readonly tokensBefore?: number
  /** `false` leaves it to the caller to decode what is answered and to compare it with the text. @default true */
  readonly verify?: boolean
  /** Work units (about one per code unit looked at) after which the text stays verbatim. @default 16_000_000 */
  readonly workLimit?: number
}

/** A rendering that won: smaller in exact tokens, decoded and compared. */
export interface Rendering {
  readonly text: string
  /** Name of the notation, `json` for example. */
  readonly notation: string
  readonly tokensBefore: number
  readonly tokensAfter: number
}

/**
 * Writes a text in the notation that takes the fewest exact tokens. Answers `undefined` when none is smaller than the
 * text itself. Whatever is answered was decoded again and compared with the text before (but for `verify: false`).
 */
export function render(text: string, options: RenderOptions): Rendering | undefined {
  const notations = NOTATIONS.filter((notation) => notation.probe(text))
  if (notations.length === 0) return undefined
  const resolved = resolveRenderOptions(text, options)
  const { counter, tokensBefore } = resolved
  const candidates = notations.flatMap((notation) => {
    const rendered = notation.render(text, resolved)
    return rendered === undefined
      ? []
      : [{ notation, rendered, tokens: counter.countTokens(rendered) }]
  })
  const isTrusted = options.verify === false
  const best = candidates
    .filter(({ tokens }) => tokens < tokensBefore)
    .sort((a, b) => a.tokens - b.tokens)
    .find(
      ({ notation, rendered }) =>
        isTrusted || decodes(notation, rendered, text, options.references),
    )
  if (best === undefined) return undefined
  const { notation, rendered, tokens } = best
  return { text: rendered, notation: notation.name, tokensBefore, tokensAfter: tokens }
}

function resolveRenderOptions(text: string, options: RenderOptions): NotationRenderOptions {
  return {
    counter: options.counter,
    level: options.level ?? 'plain',
    references: options.references,
    tokensBefore: options.tokensBefore ?? options.counter.countTokens(text),
    workLimit: options.workLimit ?? 16_000_000,
  }
}

/** The check before anything leaves. A refusal is a bug of the notation, and passes the text through. */
function decodes(
  notation: Notation,
  rendered: string,
  text: string,
  references: ReferenceResolver | undefined,
): boolean {
  try {
    return notation.parse(rendered, { references }) === text
  } catch (error) {
    if (error instanceof NotationError) return false
    throw error
  }
}
