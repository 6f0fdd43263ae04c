/** A labelled text, as `models/agentcompbench` writes it: one line of JSON. Offsets are UTF-16 code units. */
export interface Sample {
  readonly id: string
  readonly family: 'structured' | 'natural'
  readonly scenario: string
  /** The family of sources: what is left out to measure transfer. */
  readonly source: string
  readonly docId: string
  readonly split: 'train' | 'validation'
  readonly text: string
  readonly query?: string
  /** Strings of the text that stood in earlier messages; absent where it had none. */
  readonly seen?: readonly string[]
  /** How many strings those messages have in all. */
  readonly earlierCount?: number
  readonly needed: readonly (readonly [
    start: number,
    end: number,
    kind: 'reuse' | 'reference' | 'evidence',
  ])[]
  /** By rate, the spans to keep. */
  readonly keep: Readonly<Record<string, readonly (readonly [start: number, end: number])[]>>
}
