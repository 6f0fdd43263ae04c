import type { FoldState } from './fold-state.ts'
import type { ResolvedPolicy } from './policy.ts'

/** Whether a form of so many tokens leaves the prefix long enough for the provider's cache, or saves enough without. */
export function mayLeave(
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

/** Why a smaller form stays at home. */
export function startRule({ minimumSentTokens }: ResolvedPolicy): string {
  return `start rule: below the cached minimum of ${minimumSentTokens} tokens`
}
