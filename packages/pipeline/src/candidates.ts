import { render } from '@x/notation'
import { renderLineReferences } from './forms/line-references.ts'
import type { ResolvedPolicy, StageName } from './policy.ts'
import type { SeenIndex } from './seen/seen-parts.ts'
import type { TokenCounter } from './token-counter.ts'
import type { Restrictions } from './transcript.ts'

/** One way to write a part. */
export interface Candidate {
  readonly text: string
  readonly stages: readonly StageName[]
}

/** What forms are made with. */
export interface CandidateContext {
  readonly index: SeenIndex
  readonly counter: TokenCounter
  readonly policy: ResolvedPolicy
  readonly restrictions: Restrictions
}

/** Every applicable form of a text; none is checked yet. */
export function candidatesOf(text: string, context: CandidateContext): Candidate[] {
  const { index, counter, policy, restrictions } = context
  const allows = (stage: StageName): boolean => policy.stages.includes(stage)
  const refers = allows('references') && !restrictions.selfContained
  const candidates: Candidate[] = []
  if (allows('notation')) {
    const plain = render(text, { counter })
    if (plain !== undefined) candidates.push({ text: plain.text, stages: ['notation'] })
    const referring = refers ? render(text, { counter, references: index.json }) : undefined
    if (referring !== undefined && referring.text !== plain?.text) {
      candidates.push({ text: referring.text, stages: ['notation', 'references'] })
    }
  }
  const lines = refers ? renderLineReferences(text, index.text, counter) : undefined
  if (lines !== undefined) candidates.push({ text: lines, stages: ['references'] })
  return candidates
}
