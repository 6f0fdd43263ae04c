import { type AliasState, escapeLiterals, substitute } from '@x/dictionary'
import { render } from '@x/notation'
import {
  isWholeReference,
  markSpans,
  renderLineReferences,
  spellsMark,
  TEXT_MARK,
} from './forms/line-references.ts'
import type { ResolvedPolicy, StageName } from './policy.ts'
import type { SeenIndex } from './seen/seen-parts.ts'
import type { Stopwatch } from './stopwatch.ts'
import type { TokenCounter } from './token-counter.ts'

/** One way to write a part. */
export interface Candidate {
  readonly text: string
  readonly stages: readonly StageName[]
  readonly tokens: number
}

/** A candidate and its form before literal aliases were escaped: what aliases are looked for in. */
interface Base extends Candidate {
  readonly form: string
}

/** What forms are made with. */
export interface CandidateContext {
  readonly index: SeenIndex
  readonly aliases: AliasState
  readonly counter: TokenCounter
  /** The stages that may run on this part. */
  readonly stages: readonly StageName[]
  readonly policy: ResolvedPolicy
  readonly stopwatch: Stopwatch
}

/** Every applicable form of a text with its exact tokens, the smallest first; none is checked yet. */
export function candidatesOf(
  text: string,
  tokensBefore: number,
  context: CandidateContext,
): Candidate[] {
  const bases = basesOf(text, tokensBefore, context)
  if (!context.stages.includes('aliases')) return bases
  if (bases[0] !== undefined && isWholeReference(bases[0].text)) return bases
  const root = bases[0] ?? markedText(text, tokensBefore, context.index)
  if (root === undefined) return bases
  const aliased = context.stopwatch.time('aliases', () => withAliases(root, context))
  return [...aliased, ...bases].sort((a, b) => a.tokens - b.tokens)
}

/** JSON without its white space: for a part whose smaller forms would leave the prefix too short. */
export function mildCandidates(
  text: string,
  tokensBefore: number,
  context: CandidateContext,
): Candidate[] {
  if (!context.stages.includes('notation')) return []
  const { counter, stopwatch } = context
  const options = { counter, tokensBefore, verify: false, level: 'minified' } as const
  const found = stopwatch.time('notation', () => render(text, options))
  return found === undefined ? [] : literally(found.text, ['notation'], context, found.tokensAfter)
}

/** The text itself, in which nothing but aliases stand for something else; none where its lines would read as marks. */
function markedText(text: string, tokensBefore: number, index: SeenIndex): Base | undefined {
  if (spellsMark(text.split('\n'), index.text)) return undefined
  const marked = TEXT_MARK + text
  return { text: marked, form: marked, stages: [], tokens: tokensBefore + 1 }
}

/** A form that may still spell aliases literally, and its tokens where they are known. */
type Form = readonly [text: string, stages: readonly StageName[], tokens?: number]

function basesOf(text: string, tokensBefore: number, context: CandidateContext): Base[] {
  const { index, counter, stages, stopwatch } = context
  const refers = stages.includes('references')
  const lines = refers
    ? stopwatch.time('references', () => renderLineReferences(text, index.text, counter))
    : undefined
  const referring = lines === undefined ? [] : literally(lines, ['references'], context)
  const isEnough = referring.some((form) => form.tokens <= ENOUGH * tokensBefore)
  const notations =
    isEnough || !stages.includes('notation')
      ? []
      : stopwatch.time('notation', () => notationsOf(text, tokensBefore, context))
  return [
    ...referring,
    ...notations.flatMap(([form, made, tokens]) => literally(form, made, context, tokens)),
  ]
    .filter(({ tokens }) => tokens < tokensBefore)
    .sort((a, b) => a.tokens - b.tokens)
}

/** Where marks for whole lines leave no more than this share, no notation of the rest would be smaller. */
const ENOUGH = 0.4

/** The text in a notation, with references where they help; its whole gain then counts as theirs. */
function notationsOf(
  text: string,
  tokensBefore: number,
  { index, counter, stages }: CandidateContext,
): Form[] {
  const refers = stages.includes('references') && /^\s*[[{]/.test(text)
  // What leaves is decoded with its aliases and compared anyway.
  const options = { counter, tokensBefore, verify: false }
  const best = refers ? render(text, { ...options, references: index.json }) : render(text, options)
  if (best === undefined) return []
  const isReferring = refers && REFERENCE.test(best.text)
  return [[best.text, isReferring ? ['references'] : ['notation'], best.tokensAfter]]
}

/** What every reference of the JSON notation holds: `=get_order#2`, `...get_order#2`. */
const REFERENCE = /(?:^~[^\s{[=]*|[=:[,|\s])=[\w.-]+#\d|\.\.\.[\w.-]+#\d/

/** Whether a form still begins with its mark: `~c{` does not where `~c` is an alias and was escaped. */
function isMarked(text: string): boolean {
  return text.startsWith('~')
}

/** A form whose text cannot be mistaken for an alias. */
function literally(
  form: string,
  stages: readonly StageName[],
  { aliases, counter }: CandidateContext,
  known?: number,
): Base[] {
  const text = escapeLiterals(form, aliases, markSpans(form))
  if (text === undefined || !isMarked(text)) return []
  const tokens = known !== undefined && text === form ? known : counter.countTokens(text)
  return [{ text, form, stages, tokens }]
}

/** `substitute` escapes literal aliases itself, so it gets the form that has none escaped yet. */
function withAliases(base: Base, { aliases, counter }: CandidateContext): Candidate[] {
  const isText = base.form.startsWith(TEXT_MARK)
  const found = substitute(base.form, {
    counter,
    state: aliases,
    protectedSpans: markSpans(base.form),
    syntax: isText ? 'text' : 'table',
    tokensBefore: base.tokens,
  })
  if (found === undefined || !isMarked(found.text)) return []
  return [{ text: found.text, stages: [...base.stages, 'aliases'], tokens: found.tokensAfter }]
}
