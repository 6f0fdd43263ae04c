import { type AliasState, escapeLiterals, substitute } from '@x/dictionary'
import { render } from '@x/notation'
import { markSpans, renderLineReferences, TEXT_MARK } from './forms/line-references.ts'
import type { ResolvedPolicy, StageName } from './policy.ts'
import type { SeenIndex } from './seen/seen-parts.ts'
import type { TokenCounter } from './token-counter.ts'

/** One way to write a part. */
export interface Candidate {
  readonly text: string
  readonly stages: readonly StageName[]
  readonly tokens: number
}

/** What forms are made with. */
export interface CandidateContext {
  readonly index: SeenIndex
  readonly aliases: AliasState
  readonly counter: TokenCounter
  /** The stages that may run on this part. */
  readonly stages: readonly StageName[]
  readonly policy: ResolvedPolicy
}

/** Every applicable form of a text with its exact tokens, the smallest first; none is checked yet. */
export function candidatesOf(
  text: string,
  tokensBefore: number,
  context: CandidateContext,
): Candidate[] {
  const bases = basesOf(text, tokensBefore, context)
  if (!context.stages.includes('aliases')) return bases
  const roots = bases.length === 0 ? [] : [bases[0]!]
  if (bases[0]?.text.startsWith(TEXT_MARK) !== true) {
    roots.push({ text: TEXT_MARK + text, stages: [], tokens: tokensBefore + 1 })
  }
  const aliased = roots.flatMap((base) => withAliases(base, context))
  return [...aliased, ...bases].sort((a, b) => a.tokens - b.tokens)
}

function basesOf(text: string, tokensBefore: number, context: CandidateContext): Candidate[] {
  const { index, counter, stages } = context
  const refers = stages.includes('references')
  const forms: Array<readonly [string, readonly StageName[]]> = []
  if (stages.includes('notation')) {
    const plain = render(text, { counter })
    if (plain !== undefined) forms.push([plain.text, ['notation']])
    const referring = refers ? render(text, { counter, references: index.json }) : undefined
    if (referring !== undefined && referring.text !== plain?.text) {
      forms.push([referring.text, ['notation', 'references']])
    }
  }
  const lines = refers ? renderLineReferences(text, index.text, counter) : undefined
  if (lines !== undefined) forms.push([lines, ['references']])
  return forms
    .flatMap(([form, made]) => literally(form, made, context))
    .filter(({ tokens }) => tokens < tokensBefore)
    .sort((a, b) => a.tokens - b.tokens)
}

/** A form whose text cannot be mistaken for an alias. */
function literally(
  form: string,
  stages: readonly StageName[],
  { aliases, counter }: CandidateContext,
): Candidate[] {
  const text = escapeLiterals(form, aliases, markSpans(form))
  return text === undefined ? [] : [{ text, stages, tokens: counter.countTokens(text) }]
}

function withAliases(base: Candidate, { aliases, counter }: CandidateContext): Candidate[] {
  const isText = base.text.startsWith(TEXT_MARK)
  const found = substitute(base.text, {
    counter,
    state: aliases,
    protectedSpans: markSpans(base.text),
    syntax: isText ? 'text' : 'json',
    tokensBefore: base.tokens,
  })
  if (found === undefined) return []
  return [{ text: found.text, stages: [...base.stages, 'aliases'], tokens: found.tokensAfter }]
}
