import { useEffect, useRef, useState } from 'react'
import type { CompressionRequest, CompressionResponse, Outcome } from './outcome.ts'

/** What the page knows about the current input. */
export interface CompressionState {
  readonly outcome: Outcome | undefined
  readonly error: string | undefined
  readonly isWorking: boolean
}

const DEBOUNCE_MS = 180

/** Compresses in a worker a moment after the last change; answers to older inputs are dropped. */
export function useCompression(request: Omit<CompressionRequest, 'id'>): CompressionState {
  const { input, model, mode, rate } = request
  const worker = useRef<Worker | undefined>(undefined)
  const latest = useRef(0)
  const [state, setState] = useState<CompressionState>({
    outcome: undefined,
    error: undefined,
    isWorking: false,
  })

  useEffect(() => {
    const created = new Worker(new URL('./compression-worker.ts', import.meta.url), {
      type: 'module',
    })
    created.onmessage = ({ data }: MessageEvent<CompressionResponse>) => {
      if (data.id !== latest.current) return
      setState({
        outcome: 'outcome' in data ? data.outcome : undefined,
        error: 'error' in data ? data.error : undefined,
        isWorking: false,
      })
    }
    worker.current = created
    return () => created.terminate()
  }, [])

  useEffect(() => {
    latest.current += 1
    const id = latest.current
    if (input === '') {
      setState({ outcome: undefined, error: undefined, isWorking: false })
      return
    }
    setState((previous) => ({ ...previous, isWorking: true }))
    const timer = setTimeout(() => {
      worker.current?.postMessage({ id, input, model, mode, rate } satisfies CompressionRequest)
    }, DEBOUNCE_MS)
    return () => clearTimeout(timer)
  }, [input, model, mode, rate])

  return state
}
