import { type Candidate, candidatesOf } from './candidates.ts'
import { decode, looksRendered } from './decode.ts'
import { type FoldState, indexOf, withPart } from './fold-state.ts'
import type { ResolvedPolicy, StageName } from './policy.ts'
import type { RenderedPart } from './rendered-part.ts'
import type { SeenIndex } from './seen/seen-parts.ts'
import type { TokenCounter } from './token-counter.ts'
import type { Part, Restrictions } from './transcript.ts'

/** What the rendering of a part depends on beside the parts before it. */
export interface FoldContext {
  readonly policy: ResolvedPolicy
  readonly counter: TokenCounter
  readonly restrictions: Restrictions
}

/** One step of the fold. */
export interface FoldStep {
  readonly state: FoldState
  readonly rendered: RenderedPart
  /** Tokens that each stage took off this part. */
  readonly gains: Readonly<Partial<Record<StageName, number>>>
  /** Why the part was not looked at. */
  readonly skipped?: string
  /** Why a form was dropped though it was smaller: a stage that threw, or a rendering that did not decode. */
  readonly failures: readonly string[]
}

/** Renders one part from the state of the parts before it; depends on nothing else. */
export function foldPart(state: FoldState, part: Part, context: FoldContext): FoldStep {
  const tokensBefore = context.counter.countTokens(part.text)
  const skipped = reasonToSkip(part, tokensBefore, state, context.policy)
  const choice: Choice =
    skipped === undefined
      ? choose(part, tokensBefore, state, context)
      : { best: undefined, gains: {}, failures: [] }
  const best = choice.best ?? escapeOf(part, context)
  const text = best?.text ?? part.text
  const tokensAfter = best?.tokens ?? tokensBefore
  const seen = {
    label: part.label,
    original: part.text,
    sent: text,
    isRendered: best !== undefined,
    unaliased: text,
  }
  return {
    state: withPart(state, seen, tokensBefore, tokensAfter),
    rendered: {
      part,
      text,
      fidelity: best === undefined ? 'verbatim' : 'exact',
      ...(best === undefined ? {} : { stage: best.stages.join('+') || 'escape' }),
      tokensBefore,
      tokensAfter,
    },
    gains: choice.gains,
    ...(skipped === undefined ? {} : { skipped }),
    failures: choice.failures,
  }
}

function escapeOf(part: Part, context: FoldContext): Counted | undefined {
  const { restrictions, counter } = context
  if (!restrictions.isLone || part.kind === 'opaque' || !looksRendered(part.text)) return undefined
  const text = `~${part.text}`
  return { text, stages: [], tokens: counter.countTokens(text) }
}

function reasonToSkip(
  part: Part,
  tokens: number,
  state: FoldState,
  policy: ResolvedPolicy,
): string | undefined {
  if (part.kind === 'opaque') return 'opaque'
  if (!policy.roles.includes(part.role)) return `role ${part.role} stays verbatim`
  if (policy.mode !== 'strict' && state.tokensRead + tokens < policy.thresholdTokens) {
    return `below the threshold of ${policy.thresholdTokens} tokens`
  }
  return tokens < policy.minPartTokens ? 'too short to win' : undefined
}

interface Counted extends Candidate {
  readonly tokens: number
}

interface Choice {
  readonly best: Counted | undefined
  readonly gains: Partial<Record<StageName, number>>
  readonly failures: readonly string[]
}

/** The smallest form that decodes to the original; none where verbatim is as small. */
function choose(part: Part, tokensBefore: number, state: FoldState, context: FoldContext): Choice {
  const index = indexOf(state)
  const least = context.policy.minimumSentTokens - state.tokensSent
  const failures: string[] = []
  let counted: Counted[] = []
  try {
    counted = candidatesOf(part.text, { ...context, index })
      .map((candidate) => ({ ...candidate, tokens: context.counter.countTokens(candidate.text) }))
      .filter(({ tokens }) => tokens < tokensBefore && tokens >= least)
      .sort((a, b) => a.tokens - b.tokens)
  } catch (error) {
    failures.push(`stage failed: ${messageOf(error)}`)
  }
  const best = counted.find((candidate) => {
    const reason = refusal(candidate, part.text, index)
    if (reason !== undefined) failures.push(reason)
    return reason === undefined
  })
  return { best, gains: best === undefined ? {} : gainsOf(best, counted, tokensBefore), failures }
}

/** Why a form may not leave; `undefined` when it decodes to the original. */
function refusal(candidate: Candidate, original: string, index: SeenIndex): string | undefined {
  try {
    if (decode(candidate.text, index) === original) return undefined
    return `${candidate.stages.join('+')} did not decode to the original`
  } catch (error) {
    return `${candidate.stages.join('+')} did not decode: ${messageOf(error)}`
  }
}

/** What notation gives alone is its own gain, the rest belongs to the stages that were added to it. */
function gainsOf(
  best: Counted,
  counted: readonly Counted[],
  tokensBefore: number,
): Partial<Record<StageName, number>> {
  const gains: Partial<Record<StageName, number>> = {}
  let tokens = tokensBefore
  best.stages.forEach((stage, at) => {
    const key = best.stages.slice(0, at + 1).join('+')
    const alone = counted.find(({ stages }) => stages.join('+') === key)
    const after = at === best.stages.length - 1 ? best.tokens : (alone?.tokens ?? tokens)
    gains[stage] = tokens - after
    tokens = after
  })
  return gains
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
