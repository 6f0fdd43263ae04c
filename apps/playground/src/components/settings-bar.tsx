import type { JSX } from 'react'
import type { CompressionRequest } from '../outcome.ts'

type Settings = Omit<CompressionRequest, 'id'>

interface SettingsBarProps {
  readonly request: Settings
  readonly onChange: (part: Partial<Settings>) => void
}

const MODELS = ['gpt-5', 'gpt-4o', 'gpt-4', 'claude-sonnet-4-5', 'gemini-2.5-pro']

/** Whose tokens are counted, from when on compression is worth it, and how much of the tokens is to be left. */
export function SettingsBar({ request, onChange }: SettingsBarProps): JSX.Element {
  return (
    <div className="settings">
      <label>
        Model
        <select value={request.model} onChange={(event) => onChange({ model: event.target.value })}>
          {MODELS.map((model) => (
            <option key={model}>{model}</option>
          ))}
        </select>
      </label>
      <label title="hybrid leaves everything below 4,500 tokens alone; strict always compresses">
        Mode
        <select
          value={request.mode}
          onChange={(event) => onChange({ mode: event.target.value as Settings['mode'] })}
        >
          <option value="strict">strict: always</option>
          <option value="hybrid">hybrid: from 4,500 tokens</option>
        </select>
      </label>
      <label title="below 100 % text is dropped where exact forms do not save enough; a mark stands in each gap">
        Keep
        <span className="rate">
          <input
            type="range"
            min={0.1}
            max={1}
            step={0.05}
            value={request.rate}
            onChange={(event) => onChange({ rate: Number(event.target.value) })}
          />
          <output>
            {request.rate === 1 ? 'everything' : `${Math.round(request.rate * 100)} %`}
          </output>
        </span>
      </label>
    </div>
  )
}
