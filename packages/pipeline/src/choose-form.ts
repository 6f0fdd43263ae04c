import { type Candidate, candidatesOf, mildCandidates } from './candidates.ts'
import { type Decoded, decode } from './decode.ts'
import type { FoldContext } from './fold.ts'
import { type FoldState, indexOf } from './fold-state.ts'
import type { StageName } from './policy.ts'
import { mayLeave, startRule } from './start-rule.ts'
import type { TokenCounter } from './token-counter.ts'

const THREW = 'stage failed'

const encoder = new TextEncoder()

/** A form that decodes to the original. */
export interface Checked {
  readonly candidate: Candidate
  readonly decoded: Decoded
}

/** The form that a text takes. */
export interface Choice {
  /** Absent where the text stays as it is. */
  readonly best: Checked | undefined
  /** Why a smaller form stays at home. */
  readonly skipped?: string
  /** Tokens that each stage takes off. */
  readonly gains: Readonly<Partial<Record<StageName, number>>>
  /** Why a form was dropped though it was smaller. */
  readonly failures: readonly string[]
}

/** The smallest form that decodes to the text; none where verbatim is as small. */
export function chooseForm(
  text: string,
  tokensBefore: number,
  state: FoldState,
  context: FoldContext,
): Choice {
  const stages = stagesFor(state, context)
  const choice = chooseAmong(stages, text, tokensBefore, state, context)
  // A stage that threw leaves the part raw. A form that was refused may be fine without references.
  const isRefused = choice.failures.some((reason) => !reason.startsWith(THREW))
  if (choice.best !== undefined || !isRefused) return choice
  const plainer = stages.filter((name) => name !== 'references')
  const again = chooseAmong(plainer, text, tokensBefore, state, context)
  return { ...again, failures: [...choice.failures, ...again.failures] }
}

function chooseAmong(
  stages: readonly StageName[],
  text: string,
  tokensBefore: number,
  state: FoldState,
  context: FoldContext,
): Choice {
  const { policy } = context
  const failures: string[] = []
  const made = { ...context, index: indexOf(state), aliases: state.aliases, stages }
  const mayGo = ({ tokens }: Candidate) => mayLeave(tokens, tokensBefore, state, policy)
  let candidates: Candidate[] = []
  let allowed: Candidate[] = []
  try {
    candidates = candidatesOf(text, tokensBefore, made).filter(
      ({ tokens }) => tokens < tokensBefore,
    )
    allowed = candidates.filter(mayGo)
    if (allowed.length === 0 && candidates.length > 0) {
      allowed = mildCandidates(text, tokensBefore, made).filter(mayGo)
    }
  } catch (error) {
    failures.push(`${THREW}: ${messageOf(error)}`)
  }
  for (const candidate of allowed) {
    if (!winsEverywhere(candidate.text, text, context.alsoCount)) continue
    const checked = check(candidate, text, state)
    if (typeof checked === 'string') failures.push(checked)
    else {
      return { best: checked, gains: gainsOf(candidate, allowed, tokensBefore), failures }
    }
  }
  const isHeld = allowed.length === 0 && candidates.length > 0
  return { best: undefined, gains: {}, failures, ...(isHeld ? { skipped: startRule(policy) } : {}) }
}

/** Whether a text is smaller than its original in bytes and under every other encoding too. */
export function winsEverywhere(
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

/** What an error says. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
