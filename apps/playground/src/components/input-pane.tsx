import type { JSX } from 'react'
import { SAMPLES } from '../samples.ts'

interface InputPaneProps {
  readonly value: string
  readonly onChange: (value: string) => void
}

/** Where a text is pasted or a sample chosen. */
export function InputPane({ value, onChange }: InputPaneProps): JSX.Element {
  return (
    <section className="pane">
      <div className="pane-head">
        <h2>Input</h2>
        <div className="chips">
          {SAMPLES.map((sample) => (
            <button
              key={sample.title}
              type="button"
              title={sample.hint}
              onClick={() => void sample.load().then(onChange)}
            >
              {sample.title}
            </button>
          ))}
          {value === '' ? null : (
            <button type="button" className="quiet" onClick={() => onChange('')}>
              Clear
            </button>
          )}
        </div>
      </div>
      <textarea
        aria-label="Text or chat request"
        placeholder={
          'Any text: JSON, a log, a listing …\nor a chat request: {"model": …, "messages": [ … ]}'
        }
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </section>
  )
}
