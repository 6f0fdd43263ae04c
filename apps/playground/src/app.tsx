import { type JSX, useState } from 'react'
import { InputPane } from './components/input-pane.tsx'
import { Meter } from './components/meter.tsx'
import { ResultPane } from './components/result-pane.tsx'
import { SettingsBar } from './components/settings-bar.tsx'
import { StageList } from './components/stage-list.tsx'
import type { CompressionRequest } from './outcome.ts'
import { useCompression } from './use-compression.ts'

const INITIAL: Omit<CompressionRequest, 'id'> = {
  input: '',
  model: 'gpt-5',
  mode: 'strict',
  rate: 1,
}

/** The page: an input, what it costs before and after, how that came about, and the result. */
export function App(): JSX.Element {
  const [request, setRequest] = useState(INITIAL)
  const { outcome, error, isWorking } = useCompression(request)
  const change = (part: Partial<typeof request>): void => setRequest({ ...request, ...part })

  return (
    <div className="page">
      <header className="masthead">
        <a className="wordmark" href="./">
          <span className="stone" aria-hidden="true" />
          pith
        </a>
        <p>
          The same meaning in fewer tokens. Every number is exact, and every rewrite decodes, unless
          you let text be dropped.
        </p>
        <SettingsBar request={request} onChange={change} />
      </header>
      <Meter outcome={outcome} isWorking={isWorking} />
      <main className="panes">
        <InputPane value={request.input} onChange={(input) => change({ input })} />
        <ResultPane outcome={outcome} error={error} />
      </main>
      {outcome === undefined ? null : <StageList outcome={outcome} />}
      <footer>
        Runs in your browser: nothing that you paste leaves this page. The proxy on this address
        does the same to live traffic; point an OpenAI client at{' '}
        <code>{`${location.origin}/v1`}</code>.
      </footer>
    </div>
  )
}
