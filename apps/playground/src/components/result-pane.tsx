import { type JSX, useState } from 'react'
import type { Outcome } from '../outcome.ts'
import { PartList } from './part-list.tsx'

interface ResultPaneProps {
  readonly outcome: Outcome | undefined
  readonly error: string | undefined
}

const SHOWN_CHARACTERS = 200_000

type View = 'parts' | 'output'

/** What would be sent: part by part for a chat, or as the bytes on the wire. */
export function ResultPane({ outcome, error }: ResultPaneProps): JSX.Element {
  const [view, setView] = useState<View>('parts')
  const shown = outcome?.isTranscript === true ? view : 'output'
  return (
    <section className="pane">
      <div className="pane-head">
        <h2>Result</h2>
        <div className="chips">
          {outcome?.isTranscript === true
            ? (['parts', 'output'] as const).map((name) => (
                <button
                  key={name}
                  type="button"
                  aria-pressed={shown === name}
                  onClick={() => setView(name)}
                >
                  {name === 'parts' ? 'Part by part' : 'Request body'}
                </button>
              ))
            : null}
          {outcome === undefined ? null : <CopyButton text={outcome.output} />}
        </div>
      </div>
      <ResultBody outcome={outcome} error={error} view={shown} />
    </section>
  )
}

function ResultBody({ outcome, error, view }: ResultPaneProps & { view: View }): JSX.Element {
  if (error !== undefined) return <p className="notice notice-bad">{error}</p>
  if (outcome === undefined) return <p className="notice">The rendered result appears here.</p>
  if (view === 'parts') return <PartList parts={outcome.parts} />
  return <Output text={outcome.output} />
}

function Output({ text }: { text: string }): JSX.Element {
  const rest = text.length - SHOWN_CHARACTERS
  return (
    <pre data-testid="output">
      {text.slice(0, SHOWN_CHARACTERS)}
      {rest > 0 ? `\n… ${rest.toLocaleString('en')} more characters; Copy takes all of them` : ''}
    </pre>
  )
}

function CopyButton({ text }: { text: string }): JSX.Element {
  const [isCopied, setCopied] = useState(false)
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
    setTimeout(() => setCopied(false), 1200)
  }
  return (
    <button type="button" className="quiet" onClick={() => void copy()}>
      {isCopied ? 'Copied' : 'Copy'}
    </button>
  )
}
