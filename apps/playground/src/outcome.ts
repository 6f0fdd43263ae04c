/** What the page asks of its worker. */
export interface CompressionRequest {
  readonly id: number
  readonly input: string
  readonly model: string
  readonly mode: 'hybrid' | 'strict'
  /** Share of the tokens that is sent; 1 drops nothing. */
  readonly rate: number
}

/** What was dropped. */
export interface LossRow {
  readonly parts: number
  readonly rateAimed: number
  readonly rateReached: number
  readonly gaps: number
  readonly units: readonly string[]
  readonly backends: readonly string[]
}

/** One stage as the page shows it. */
export interface StageRow {
  readonly name: string
  readonly tokensBefore: number
  readonly tokensAfter: number
  /** Why the stage did nothing. */
  readonly skipped?: string
}

/** One part of the transcript as the page shows it. */
export interface PartRow {
  readonly id: string
  readonly role: string
  readonly label: string
  readonly original: string
  readonly text: string
  readonly tokensBefore: number
  readonly tokensAfter: number
  readonly fidelity: string
  readonly stage?: string
}

/** Everything that the page shows of one input. */
export interface Outcome {
  readonly isTranscript: boolean
  readonly encoding: string
  readonly isApproximate: boolean
  readonly tokensBefore: number
  readonly tokensAfter: number
  readonly savings: number
  readonly elapsedMs: number
  readonly fidelity: string
  readonly stages: readonly StageRow[]
  readonly parts: readonly PartRow[]
  /** What would be sent: the rendered text, or the request body. */
  readonly output: string
  /** SHA-256 of the input and of what the output decodes to, in hex; the latter is absent where something was dropped. */
  readonly inputHash: string
  readonly restoredHash?: string
  readonly loss?: LossRow
}

/** The worker's answer: an outcome, or one line that says what is wrong. */
export type CompressionResponse =
  | { readonly id: number; readonly outcome: Outcome }
  | { readonly id: number; readonly error: string }
