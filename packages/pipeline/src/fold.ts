import { render } from '@x/notation'
import type { ResolvedPolicy, StageName } from './policy.ts'
import type { RenderedPart } from './rendered-part.ts'
import type { Part } from './transcript.ts'

/** Whatever counts exact tokens of the target model; a `Tokenizer` of `@x/tokens` is one. */
export interface TokenCounter {
  countTokens(text: string): number
}

/** What the fold knows after parts 1..k: plain data, never changed. */
export interface FoldState {
  /** Tokens of parts 1..k as received. */
  readonly tokensRead: number
  /** Tokens of parts 1..k as sent. */
  readonly tokensSent: number
}

/** One step of the fold. */
export interface FoldStep {
  readonly state: FoldState
  readonly rendered: RenderedPart
  /** Tokens that each stage took off this part. */
  readonly gains: Readonly<Partial<Record<StageName, number>>>
  /** Why the part was not looked at. */
  readonly skipped?: string
}

/** The state before the first part. */
export const INITIAL_STATE: FoldState = { tokensRead: 0, tokensSent: 0 }

/** Renders one part from the state of the parts before it; depends on nothing else. */
export function foldPart(
  state: FoldState,
  part: Part,
  policy: ResolvedPolicy,
  counter: TokenCounter,
): FoldStep {
  const tokensBefore = counter.countTokens(part.text)
  const tokensRead = state.tokensRead + tokensBefore
  const skipped = reasonToSkip(part, tokensBefore, tokensRead, policy)
  const rendering =
    skipped === undefined && policy.stages.includes('notation')
      ? render(part.text, { counter })
      : undefined
  const tokensAfter = rendering?.tokensAfter ?? tokensBefore
  const rendered: RenderedPart = {
    part,
    text: rendering?.text ?? part.text,
    fidelity: rendering === undefined ? 'verbatim' : 'exact',
    ...(rendering === undefined ? {} : { stage: 'notation' }),
    tokensBefore,
    tokensAfter,
  }
  return {
    state: { tokensRead, tokensSent: state.tokensSent + tokensAfter },
    rendered,
    gains: { notation: tokensBefore - tokensAfter },
    ...(skipped === undefined ? {} : { skipped }),
  }
}

function reasonToSkip(
  part: Part,
  tokens: number,
  tokensRead: number,
  policy: ResolvedPolicy,
): string | undefined {
  if (part.kind === 'opaque') return 'opaque'
  if (!policy.roles.includes(part.role)) return `role ${part.role} stays verbatim`
  if (policy.mode !== 'strict' && tokensRead < policy.thresholdTokens) {
    return `below the threshold of ${policy.thresholdTokens} tokens`
  }
  return tokens < policy.minPartTokens ? 'too short to win' : undefined
}
