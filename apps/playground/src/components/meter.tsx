import type { JSX } from 'react'
import type { LossRow, Outcome } from '../outcome.ts'

interface MeterProps {
  readonly outcome: Outcome | undefined
  readonly isWorking: boolean
}

const whole = new Intl.NumberFormat('en')
const percent = new Intl.NumberFormat('en', {
  style: 'percent',
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
})

/** Tokens before and after as two bars on one scale. */
export function Meter({ outcome, isWorking }: MeterProps): JSX.Element {
  if (outcome === undefined) {
    return (
      <section className="meter meter-empty" aria-live="polite">
        <p>
          {isWorking ? 'Counting …' : 'Paste a text or a chat request, or try one of the samples.'}
        </p>
      </section>
    )
  }
  const share = outcome.tokensBefore === 0 ? 1 : outcome.tokensAfter / outcome.tokensBefore
  return (
    <section className="meter" aria-live="polite" aria-busy={isWorking}>
      <Bar label="before" tokens={outcome.tokensBefore} share={1} />
      <Bar label="after" tokens={outcome.tokensAfter} share={share} />
      <div className="saved">
        <strong data-testid="savings">{percent.format(outcome.savings)}</strong>
        <span>saved, {whole.format(outcome.tokensBefore - outcome.tokensAfter)} tokens</span>
      </div>
      <Facts outcome={outcome} />
    </section>
  )
}

function Bar({
  label,
  tokens,
  share,
}: {
  label: string
  tokens: number
  share: number
}): JSX.Element {
  return (
    <div className={`bar bar-${label}`}>
      <span className="bar-label">{label}</span>
      <span className="bar-track">
        <span className="bar-fill" style={{ width: `${Math.max(share * 100, 0.4)}%` }} />
      </span>
      <span className="bar-value" data-testid={`tokens-${label}`}>
        {whole.format(tokens)} tokens
      </span>
    </div>
  )
}

function Facts({ outcome }: { outcome: Outcome }): JSX.Element {
  return (
    <p className="facts">
      {outcome.loss === undefined || outcome.restoredHash !== undefined ? (
        <Proof outcome={outcome} />
      ) : (
        <Loss loss={outcome.loss} />
      )}
      <span className="badge">{outcome.fidelity}</span>
      <span className="badge">
        {outcome.encoding}
        {outcome.isApproximate ? ', approximate: the model’s own tokenizer is not public' : ''}
      </span>
      <span className="badge">{outcome.elapsedMs.toFixed(1)} ms</span>
    </p>
  )
}

function Proof({ outcome }: { outcome: Outcome }): JSX.Element {
  const isProven = outcome.inputHash === outcome.restoredHash
  return (
    <span
      className={isProven ? 'badge badge-good' : 'badge badge-bad'}
      title={`SHA-256 ${outcome.inputHash}`}
    >
      {isProven
        ? `decodes to the same bytes, SHA-256 ${outcome.inputHash.slice(0, 12)}`
        : 'does not decode: this is a bug'}
    </span>
  )
}

function Loss({ loss }: { loss: LossRow }): JSX.Element {
  const { rateReached, rateAimed, gaps, units, backends } = loss
  const texts = loss.parts === 1 ? 'one text' : `${loss.parts} texts`
  return (
    <span
      className="badge badge-lossy"
      title={`${gaps} gaps, each with a mark; ${units.join(' and ')}, chosen by ${backends.join(' and ')}`}
    >
      {`text was dropped: ${percent.format(rateReached)} sent of ${texts} (${percent.format(rateAimed)} for this density)`}
    </span>
  )
}
