import type { Notation, NotationRenderOptions } from '../src/notation.ts'
import type { ReferenceResolver, ReferenceSource } from '../src/references.ts'

/** Options for writing, with what the reader will know of what was seen. */
export interface ForcedOptions extends NotationRenderOptions {
  readonly references: (ReferenceSource & ReferenceResolver) | undefined
}

/** Options under which a notation writes whatever it can, of a text so long that it need not save anything. */
export function forced(
  counter: NotationRenderOptions['counter'],
  more: Partial<ForcedOptions> = {},
): ForcedOptions {
  return {
    ...{ counter, level: 'plain', references: undefined },
    ...{ tokensBefore: 1e6, workLimit: 16_000_000 },
    ...more,
  }
}

/** What a notation reads out of what it wrote; undefined where it wrote nothing. */
export function roundTrip(
  notation: Notation,
  text: string,
  options: ForcedOptions,
): string | undefined {
  const rendered = notation.render(text, options)
  return rendered && notation.parse(rendered, { references: options.references })
}
