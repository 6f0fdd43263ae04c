import type { KeepUnit, TextProfile } from './keeper.ts'
import type { ResolvedLossPolicy } from './loss-policy.ts'

/** The unit that a strategy drops; `auto` fits the kind. */
export function unitFor({ strategy }: ResolvedLossPolicy, { kind }: TextProfile): KeepUnit {
  if (strategy === 'auto') return 'auto'
  // Sentences of JSON would leave no JSON.
  if (kind === 'json_api' || kind === 'tool_call') return 'field'
  return strategy === 'structured' ? 'line' : 'sentence'
}
