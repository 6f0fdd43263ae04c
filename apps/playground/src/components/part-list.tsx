import type { JSX } from 'react'
import type { PartRow } from '../outcome.ts'

const whole = new Intl.NumberFormat('en')

/** Every part of a conversation with what it costs before and after; each opens to its text. */
export function PartList({ parts }: { parts: readonly PartRow[] }): JSX.Element {
  return (
    <ol className="parts">
      {parts.map((part) => (
        <li key={part.id}>
          <details open={part.tokensAfter < part.tokensBefore}>
            <summary>
              <span className={`role role-${part.role}`}>{part.role}</span>
              <span className="part-label">{part.label}</span>
              <span className="part-tokens">
                {part.tokensAfter < part.tokensBefore
                  ? `${whole.format(part.tokensBefore)} → ${whole.format(part.tokensAfter)}`
                  : whole.format(part.tokensBefore)}
              </span>
              <span className={`badge badge-${part.fidelity}`}>{part.stage ?? part.fidelity}</span>
            </summary>
            <pre>{part.text === '' ? '(empty)' : part.text}</pre>
          </details>
        </li>
      ))}
    </ol>
  )
}
