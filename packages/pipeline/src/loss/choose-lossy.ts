import { chooseForm, winsEverywhere } from '../choose-form.ts'
import type { Decision, Draft, FoldContext } from '../fold.ts'
import type { FoldState } from '../fold-state.ts'
import { mayLeave, startRule } from '../start-rule.ts'
import type { Selection } from './keeper.ts'
import { LOSSY_MARK } from './lossy-mark.ts'
import type { Wish } from './wish-for-loss.ts'

/**
 * What a part is sent as after the keeper's selection: exact forms render what remains, decoded against the selected text.
 * Nothing is dropped where the whole part in its exact form is as small.
 */
export function chooseLossy(
  draft: Draft,
  wish: Wish,
  selection: Selection,
  state: FoldState,
  context: FoldContext,
): Decision {
  const { part, tokensBefore, exact } = draft
  const { counter, restrictions, alsoCount, policy } = context
  const source = selection.text
  const tokensKept = counter.countTokens(source)
  const whole = (reason: string): Decision => ({ form: exact, whole: reason })
  if (source.startsWith(LOSSY_MARK)) return whole('what is kept reads as a lossy text')
  const { best, gains, failures } = chooseForm(source, tokensKept, state, context)
  if (failures.length > 0) {
    const failure = `keep failed: ${failures[0]}`
    return { form: exact, whole: failure, lossFailure: failure }
  }
  const body = best?.candidate.text ?? source
  const text = restrictions.isLone === true ? LOSSY_MARK + body : body
  const tokens = text === best?.candidate.text ? best.candidate.tokens : counter.countTokens(text)
  if (tokens >= exact.tokens) return { ...whole('dropping saves nothing'), mayTryLess: true }
  if (!mayLeave(tokens, tokensBefore, state, policy)) return whole(startRule(policy))
  if (!winsEverywhere(text, part.text, alsoCount)) return whole('dropping saves nothing')
  const saved = Object.values(gains).reduce((sum, gain) => sum + gain, 0)
  const { unit, gaps, flaggedKept, flaggedDropped, backend, fallback } = selection
  return {
    form: {
      source,
      text,
      tokens,
      checked: best,
      stage: ['keep', ...(best?.candidate.stages ?? [])].join('+'),
      gains: { keep: tokensBefore - tokens - saved, ...gains },
      failures: [],
      loss: {
        rateAsked: policy.loss?.rate ?? 1,
        rateAimed: wish.rateAimed,
        rateReached: share(tokens, tokensBefore),
        rateKept: share(tokensKept, tokensBefore),
        unit,
        gaps,
        flaggedKept,
        flaggedDropped,
        backend,
        ...(fallback !== undefined && { fallback }),
      },
    },
    ...(fallback !== undefined && { lossFailure: `keep fell back to ${backend}: ${fallback}` }),
  }
}

function share(part: number, whole: number): number {
  return Math.round((part / whole) * 1000) / 1000
}
