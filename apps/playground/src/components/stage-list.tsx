import type { JSX } from 'react'
import type { Outcome, StageRow } from '../outcome.ts'

const whole = new Intl.NumberFormat('en')

/** What each stage gave, in the order in which they run; a skipped one says why. */
export function StageList({ outcome }: { outcome: Outcome }): JSX.Element {
  return (
    <section className="stages" aria-label="Stages">
      <h2>Stages</h2>
      <ol>
        {outcome.stages.map((stage) => (
          <li
            key={stage.name}
            className={stage.skipped === undefined ? 'stage' : 'stage stage-skipped'}
          >
            <span className="stage-name">{stage.name}</span>
            <span className="stage-count">{countOf(stage)}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}

function countOf(stage: StageRow): string {
  if (stage.skipped !== undefined) return stage.skipped
  return `${whole.format(stage.tokensBefore)} → ${whole.format(stage.tokensAfter)} tokens`
}
