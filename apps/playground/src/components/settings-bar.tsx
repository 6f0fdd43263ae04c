import type { JSX } from 'react'
import type { CompressionRequest } from '../outcome.ts'

type Settings = Omit<CompressionRequest, 'id'>

interface SettingsBarProps {
  readonly request: Settings
  readonly onChange: (part: Partial<Settings>) => void
}

const MODELS = ['gpt-5', 'gpt-4o', 'gpt-4', 'claude-sonnet-4-5', 'gemini-2.5-pro']

/** Whose tokens are counted, and from when on compression is worth it. */
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
    </div>
  )
}
