import fc from 'fast-check'
import { expect } from 'vitest'
import {
  type AliasState,
  EMPTY_ALIAS_STATE,
  observe,
  restore,
  substitute,
  type TokenCounter,
} from '../../src/index.ts'
import { repetitiveText } from '../arbitrary-text.ts'

interface LawPart {
  readonly text: string
  readonly isVerbatim: boolean
}

/** Any transcript comes back, no part grows, and the reader's state is the writer's after every part. */
export function transcriptLaw(
  counter: TokenCounter,
): fc.IProperty<[LawPart[], 'text' | 'json' | 'table', number]> {
  return fc.property(
    fc.array(fc.record({ text: repetitiveText, isVerbatim: fc.boolean() }), { maxLength: 5 }),
    fc.constantFrom('text', 'json', 'table'),
    fc.constantFrom(2, 4, 6),
    (parts, syntax, minTokens) => {
      let writer: AliasState = EMPTY_ALIAS_STATE
      let reader: AliasState = EMPTY_ALIAS_STATE
      for (const { text, isVerbatim } of parts) {
        const result = isVerbatim
          ? undefined
          : substitute(text, { counter, state: writer, syntax, minTokens })
        if (result !== undefined) expect(result.tokensAfter).toBeLessThan(result.tokensBefore)
        const back =
          result === undefined
            ? { text, state: observe(reader, text) }
            : restore(result.text, reader)
        expect(back.text).toBe(text)
        writer = result?.state ?? observe(writer, text)
        reader = back.state
        expect(reader).toEqual(writer)
      }
    },
  )
}
