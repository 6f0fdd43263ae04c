import { observe } from '@x/dictionary'
import { type Checked, type Choice, chooseForm } from './choose-form.ts'
import { decode, looksRendered } from './decode.ts'
import { type FoldState, indexOf, withPart } from './fold-state.ts'
import { chooseLossy } from './loss/choose-lossy.ts'
import { decideNow } from './loss/decide-loss.ts'
import type { Keeper, Selection, TextProfile } from './loss/keeper.ts'
import { type Wish, wishForLoss } from './loss/wish-for-loss.ts'
import type { ReportedStage, ResolvedPolicy } from './policy.ts'
import type { PartLoss, RenderedPart } from './rendered-part.ts'
import { mayLeave, startRule } from './start-rule.ts'
import type { Stopwatch } from './stopwatch.ts'
import type { TokenCounter } from './token-counter.ts'
import type { Part, Restrictions } from './transcript.ts'

/** The reason of a part that is on record as verbatim. */
const STAYS = 'recorded as verbatim'

/** What the rendering of a part depends on beside the parts before it. */
export interface FoldContext {
  readonly policy: ResolvedPolicy
  readonly counter: TokenCounter
  readonly restrictions: Restrictions
  /** Other encodings under which a form must win too, and then also in bytes; empty where counts are exact. */
  readonly alsoCount: readonly TokenCounter[]
  /** Told how long each stage takes. */
  readonly stopwatch: Stopwatch
  /** Decides what is dropped, where the policy allows loss. */
  readonly keeper?: Keeper
  /** Tells what each text is, for the report and for the keeper. */
  readonly describe?: (text: string) => TextProfile
}

/** One step of the fold. */
export interface FoldStep {
  readonly state: FoldState
  readonly rendered: RenderedPart
  /** Tokens that each stage took off this part. */
  readonly gains: Readonly<Partial<Record<ReportedStage, number>>>
  /** Why the part stays as it is, where a rule of the policy says so. */
  readonly skipped?: string
  /** Why nothing was dropped of it, where the policy allows loss. */
  readonly whole?: string
  /** Why a form was dropped though it was smaller: a stage that threw, or a rendering that did not decode. */
  readonly failures: readonly string[]
  /** Why the keep stage did not do what was asked of it: nothing was dropped, or something else scored. */
  readonly lossFailure?: string
}

/** What is on record about a part before it is folded. */
export interface PartOrders {
  /** It leaves as it came, because it did so before. @default false */
  readonly isVerbatim?: boolean
  /** Nothing is dropped of it, because nothing was before. @default false */
  readonly isWhole?: boolean
}

/** A part before anything is decided about loss: its exact form, and what may be dropped of it. */
export interface Draft {
  readonly part: Part
  readonly tokensBefore: number
  /** What is sent where nothing is dropped. */
  readonly exact: Form
  readonly skipped?: string
  readonly profile?: TextProfile
  /** What to ask of the keeper; absent where nothing may be dropped. */
  readonly wish?: Wish
  /** Why nothing may be dropped. */
  readonly whole?: string
}

/** What a part is sent as. */
export interface Form {
  /** What stands behind it: the part's text, or what was kept of it. */
  readonly source: string
  readonly text: string
  readonly tokens: number
  /** The rendering, decoded; absent where the source is sent as it is. */
  readonly checked: Checked | undefined
  readonly stage?: string
  readonly gains: FoldStep['gains']
  readonly failures: readonly string[]
  /** What was dropped; absent for verbatim and exact forms. */
  readonly loss?: PartLoss
}

/** What the keeper answered, or why it did not. */
export type Outcome = { readonly selection: Selection } | { readonly failure: string }

/** What a part is sent as, and why not in another form. */
export interface Decision {
  readonly form: Form
  /** Why nothing was dropped, where the policy allows loss. */
  readonly whole?: string
  /** Whether a smaller selection might be worth it where this one was not. */
  readonly mayTryLess?: true
  readonly lossFailure?: string
}

/**
 * Renders one part from the state of the parts before it; depends on nothing else. Where the policy allows loss, the
 * keeper must be one that answers at once.
 * @throws {TypeError} for a keeper that has to wait
 */
export function foldPart(
  state: FoldState,
  part: Part,
  context: FoldContext,
  orders: PartOrders = {},
): FoldStep {
  const draft = draftPart(state, part, context, orders)
  const decision = mayLose(draft)
    ? decideNow({ state, draft, at: 0 }, context, undefined)
    : decide(state, draft, context, undefined)
  return finishPart(state, draft, decision)
}

/** Whether the keeper is to be asked about a part. */
export function mayLose(draft: Draft): draft is Draft & { readonly wish: Wish } {
  return draft.wish !== undefined
}

/** The exact half of a part's rendering. Changes no state: what comes of it is up to `finishPart`. */
export function draftPart(
  state: FoldState,
  part: Part,
  context: FoldContext,
  orders: PartOrders,
): Draft {
  const tokensBefore = context.counter.countTokens(part.text)
  const isVerbatim = orders.isVerbatim ?? false
  const reason = isVerbatim ? STAYS : reasonToSkip(part, tokensBefore, state, context.policy)
  const choice = reason === undefined ? chooseForm(part.text, tokensBefore, state, context) : NONE
  const exact = exactForm(part, tokensBefore, state, context, choice)
  const skipped = reason ?? choice.skipped
  if (skipped !== undefined) return { part, tokensBefore, exact, skipped }
  const profile = context.describe?.(part.text)
  const draft = { part, tokensBefore, exact, ...(profile && { profile }) }
  if (context.policy.loss === undefined || profile === undefined) return draft
  const wish = wishForLoss(draft, profile, state, context, orders.isWhole ?? false)
  return typeof wish === 'string' ? { ...draft, whole: wish } : { ...draft, wish }
}

const NONE: Choice = { best: undefined, gains: {}, failures: [] }

function exactForm(
  part: Part,
  tokensBefore: number,
  state: FoldState,
  context: FoldContext,
  { best, gains, failures }: Choice,
): Form {
  const checked = best ?? escapeOf(part, state, context)
  return {
    source: part.text,
    text: checked?.candidate.text ?? part.text,
    tokens: checked?.candidate.tokens ?? tokensBefore,
    checked,
    ...(checked && { stage: checked.candidate.stages.join('+') || 'escape' }),
    gains,
    failures,
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
  // Rendered twice, a text would have to be decoded twice, and nobody behind a second proxy knows that.
  if (looksRendered(part.text)) return 'reads as rendered'
  // Whatever wins is a token shorter at least.
  return mayLeave(tokens - 1, tokens, state, policy) || mayLeave(0, tokens, state, policy)
    ? undefined
    : startRule(policy)
}

/** What a draft is sent as, once the keeper has answered. Changes no state. */
export function decide(
  state: FoldState,
  draft: Draft,
  context: FoldContext,
  outcome: Outcome | undefined,
): Decision {
  const { exact: form, wish, whole } = draft
  if (wish === undefined || outcome === undefined) return { form, ...(whole && { whole }) }
  if ('failure' in outcome) return { form, whole: outcome.failure, lossFailure: outcome.failure }
  return chooseLossy(draft, wish, outcome.selection, state, context)
}

/** Takes a part into the state as it is sent. */
export function finishPart(state: FoldState, draft: Draft, decision: Decision): FoldStep {
  const { part, tokensBefore, skipped, profile } = draft
  const { form, whole, lossFailure } = decision
  const { checked, loss, stage } = form
  const seen = {
    label: part.label,
    original: form.source,
    sent: form.text,
    isRendered: checked !== undefined,
    unaliased: checked?.decoded.unaliased ?? form.source,
    ...(loss && { isLossy: true }),
  }
  return {
    state: withPart(state, {
      seen,
      aliases: checked?.decoded.aliases ?? observe(state.aliases, form.source),
      question: part.role === 'user' && part.kind === 'text' ? part.text : undefined,
      isSealed: part.isSealed ?? false,
      tokensBefore,
      tokensAfter: form.tokens,
    }),
    rendered: {
      part,
      text: form.text,
      fidelity: loss ? 'lossy' : checked ? 'exact' : 'verbatim',
      ...(stage === undefined ? {} : { stage }),
      tokensBefore,
      tokensAfter: form.tokens,
      ...(profile && { profile }),
      ...(loss && { loss }),
    },
    gains: form.gains,
    ...(skipped === undefined ? {} : { skipped }),
    ...(whole === undefined ? {} : { whole }),
    failures: form.failures,
    ...(lossFailure === undefined ? {} : { lossFailure }),
  }
}
