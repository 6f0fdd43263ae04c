import { observe } from '@x/dictionary'
import { type Candidate, candidatesOf } from './candidates.ts'
import { type Decoded, decode, looksRendered } from './decode.ts'
import { type FoldState, indexOf, withPart } from './fold-state.ts'
import type { ResolvedPolicy, StageName } from './policy.ts'
import type { RenderedPart } from './rendered-part.ts'
import type { Stopwatch } from './stopwatch.ts'
import type { TokenCounter } from './token-counter.ts'
import type { Part, Restrictions } from './transcript.ts'

/** The reason of a part that is on record as verbatim. */
const STAYS = 'recorded as verbatim'

const THREW = 'stage failed'

const encoder = new TextEncoder()

/** What the rendering of a part depends on beside the parts before it. */
export interface FoldContext {
  readonly policy: ResolvedPolicy
  readonly counter: TokenCounter
  readonly restrictions: Restrictions
  /** Other encodings under which a form must win too, and then also in bytes; empty where counts are exact. */
  readonly alsoCount: readonly TokenCounter[]
  /** Told how long each stage takes. */
  readonly stopwatch: Stopwatch
}

/** One step of the fold. */
export interface FoldStep {
  readonly state: FoldState
  readonly rendered: RenderedPart
  /** Tokens that each stage took off this part. */
  readonly gains: Readonly<Partial<Record<StageName, number>>>
  /** Why the part stays as it is, where a rule of the policy says so. */
  readonly skipped?: string
  /** Why a form was dropped though it was smaller: a stage that threw, or a rendering that did not decode. */
  readonly failures: readonly string[]
}

/**
 * Renders one part from the state of the parts before it; depends on nothing else.
 * @param stays the part leaves verbatim, because it did so before
 */
export function foldPart(
  state: FoldState,
  part: Part,
  context: FoldContext,
  stays = false,
): FoldStep {
  const tokensBefore = context.counter.countTokens(part.text)
  const reason = stays ? STAYS : reasonToSkip(part, tokensBefore, state, context.policy)
  const choice: Choice =
    reason === undefined
      ? choose(part, tokensBefore, state, context)
      : { best: undefined, gains: {}, failures: [] }
  const skipped = reason ?? choice.skipped
  const best = choice.best ?? escapeOf(part, state, context)
  const sent = best?.candidate ?? { text: part.text, stages: [], tokens: tokensBefore }
  const seen = {
    label: part.label,
    original: part.text,
    sent: sent.text,
    isRendered: best !== undefined,
    unaliased: best?.decoded.unaliased ?? part.text,
  }
  return {
    state: withPart(state, {
      seen,
      aliases: best?.decoded.aliases ?? observe(state.aliases, part.text),
      isSealed: part.isSealed ?? false,
      tokensBefore,
      tokensAfter: sent.tokens,
    }),
    rendered: {
      part,
      text: sent.text,
      fidelity: best === undefined ? 'verbatim' : 'exact',
      ...(best === undefined ? {} : { stage: sent.stages.join('+') || 'escape' }),
      tokensBefore,
      tokensAfter: sent.tokens,
    },
    gains: choice.gains,
    ...(skipped === undefined ? {} : { skipped }),
    failures: choice.failures,
  }
}

/** In a lone document a verbatim text that reads as rendered takes one more `~`. */
function escapeOf(part: Part, state: FoldState, context: FoldContext): Checked | undefined {
  const { restrictions, counter } = context
  if (!restrictions.isLone || part.kind === 'opaque' || !looksRendered(part.text)) return undefined
  const text = `~${part.text}`
  const candidate = { text, stages: [], tokens: counter.countTokens(text) }
  return { candidate, decoded: decode(text, indexOf(state), state.aliases) }
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
  if (part.text.length > policy.maxPartLength) {
    return `longer than ${policy.maxPartLength} code units`
  }
  if (tokens < policy.minPartTokens) return 'too short to win'
  // Whatever wins is a token shorter at least.
  return mayLeave(tokens - 1, tokens, state, policy) || mayLeave(0, tokens, state, policy)
    ? undefined
    : startRule(policy)
}

/** Whether a form of so many tokens leaves the prefix long enough for the provider's cache, or saves enough without. */
function mayLeave(
  tokens: number,
  tokensBefore: number,
  { tokensRead, tokensSent }: FoldState,
  policy: ResolvedPolicy,
): boolean {
  const sent = tokensSent + tokens
  return (
    sent >= policy.minimumSentTokens || tokensRead + tokensBefore - sent >= policy.enoughSavedTokens
  )
}

function startRule({ minimumSentTokens }: ResolvedPolicy): string {
  return `start rule: below the cached minimum of ${minimumSentTokens} tokens`
}

/** A form that decodes to the original. */
interface Checked {
  readonly candidate: Candidate
  readonly decoded: Decoded
}

interface Choice {
  readonly best: Checked | undefined
  /** Why a smaller form stays at home. */
  readonly skipped?: string
  readonly gains: Partial<Record<StageName, number>>
  readonly failures: readonly string[]
}

/** The smallest form that decodes to the original; none where verbatim is as small. */
function choose(part: Part, tokensBefore: number, state: FoldState, context: FoldContext): Choice {
  const stages = stagesFor(state, context)
  const choice = chooseAmong(stages, part, tokensBefore, state, context)
  // A stage that threw leaves the part raw. A form that was refused may be fine without references.
  const isRefused = choice.failures.some((reason) => !reason.startsWith(THREW))
  if (choice.best !== undefined || !isRefused) return choice
  const plainer = stages.filter((name) => name !== 'references')
  const again = chooseAmong(plainer, part, tokensBefore, state, context)
  return { ...again, failures: [...choice.failures, ...again.failures] }
}

function chooseAmong(
  stages: readonly StageName[],
  part: Part,
  tokensBefore: number,
  state: FoldState,
  context: FoldContext,
): Choice {
  const { policy } = context
  const failures: string[] = []
  let candidates: Candidate[] = []
  try {
    candidates = candidatesOf(part.text, tokensBefore, {
      ...context,
      index: indexOf(state),
      aliases: state.aliases,
      stages,
    }).filter(({ tokens }) => tokens < tokensBefore)
  } catch (error) {
    failures.push(`${THREW}: ${messageOf(error)}`)
  }
  const allowed = candidates.filter(({ tokens }) => mayLeave(tokens, tokensBefore, state, policy))
  for (const candidate of allowed) {
    if (!winsEverywhere(candidate.text, part.text, context.alsoCount)) continue
    const checked = check(candidate, part.text, state)
    if (typeof checked === 'string') failures.push(checked)
    else {
      return { best: checked, gains: gainsOf(candidate, allowed, tokensBefore), failures }
    }
  }
  const isHeld = allowed.length === 0 && candidates.length > 0
  return { best: undefined, gains: {}, failures, ...(isHeld ? { skipped: startRule(policy) } : {}) }
}

function winsEverywhere(
  text: string,
  original: string,
  alsoCount: readonly TokenCounter[],
): boolean {
  if (alsoCount.length === 0) return true
  const isShorter = encoder.encode(text).length < encoder.encode(original).length
  return (
    isShorter &&
    alsoCount.every((counter) => counter.countTokens(text) < counter.countTokens(original))
  )
}

/** Where parts may be dropped by the provider, every part stands alone: notation only. */
function stagesFor(state: FoldState, { policy, restrictions }: FoldContext): StageName[] {
  const isFree = !restrictions.selfContained
  const mayAlias = isFree && !restrictions.noAliases && !state.isSealed
  return policy.stages.filter(
    (name) => name === 'notation' || (name === 'aliases' ? mayAlias : isFree),
  )
}

/** The form decoded, or why it may not leave. */
function check(candidate: Candidate, original: string, state: FoldState): Checked | string {
  const name = candidate.stages.join('+')
  try {
    const decoded = decode(candidate.text, indexOf(state), state.aliases)
    if (decoded.original === original) return { candidate, decoded }
    return `${name} did not decode to the original`
  } catch (error) {
    return `${name} did not decode: ${messageOf(error)}`
  }
}

/** What notation gives alone is its own gain, the rest belongs to the stages that were added to it. */
function gainsOf(
  best: Candidate,
  counted: readonly Candidate[],
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
