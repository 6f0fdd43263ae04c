import type { FoldStep } from './fold.ts'
import { hashText, mix } from './seen/node-hash.ts'
import type { Part, Transcript } from './transcript.ts'

/** Steps of a transcript's prefix, the latest first. */
export interface StepList {
  readonly step: FoldStep
  readonly before: StepList | undefined
  readonly length: number
}

/** A transcript looked up in the memo. */
export interface Recollection {
  /** The longest remembered prefix. */
  readonly steps: StepList | undefined
  /** Remembers the steps of the whole transcript. */
  remember(steps: StepList): void
}

/** The prefixes that this process folded lately: a request that carries its history again pays for its new parts only. */
export interface LiveMemo {
  recall(transcript: Transcript, scope: string): Recollection
}

interface Entry {
  readonly scope: string
  readonly steps: StepList
  readonly textLength: number
}

/** UTF-16 code units of transcripts that are remembered, shared beginnings counted each time. */
const MAX_TEXT_LENGTH = 64_000_000

/** @param maxPrefixes the least recently used go beyond it; 0 remembers nothing */
export function createLiveMemo(maxPrefixes: number): LiveMemo {
  // A Map keeps insertion order: the first key is the least recently used one.
  const known = new Map<number, Entry>()
  let textLength = 0

  function drop(hash: number): void {
    textLength -= known.get(hash)?.textLength ?? 0
    known.delete(hash)
  }

  function keep(hash: number, entry: Entry): void {
    drop(hash)
    known.set(hash, entry)
    textLength += entry.textLength
    while (known.size > maxPrefixes || textLength > MAX_TEXT_LENGTH) {
      drop(known.keys().next().value!)
    }
  }

  return {
    recall(transcript, scope) {
      if (maxPrefixes === 0) return { steps: undefined, remember() {} }
      const { parts } = transcript
      const prefixes = prefixHashes(transcript, scope)
      const remember = (steps: StepList): void => {
        const length = parts.reduce((sum, { text }) => sum + text.length, 0)
        keep(prefixes.at(-1)!, { scope, steps, textLength: length })
      }
      for (let length = parts.length; length > 0; length -= 1) {
        const entry = known.get(prefixes[length - 1]!)
        if (entry === undefined || entry.scope !== scope) continue
        if (!isPrefix(entry.steps, parts, length)) continue
        keep(prefixes[length - 1]!, entry)
        return { steps: entry.steps, remember }
      }
      return { steps: undefined, remember }
    },
  }
}

/** One hash per prefix, over what the rendering depends on: restrictions, role, kind, label and text, never ids. */
function prefixHashes({ parts, restrictions }: Transcript, scope: string): number[] {
  let hash = hashText(scope + JSON.stringify(restrictions ?? {}))
  return parts.map((part) => {
    hash = mix(hash, hashPart(part))
    return hash
  })
}

/** Readers hand out the same objects for the parts that come again. */
const hashes = new WeakMap<Part, number>()

function hashPart(part: Part): number {
  const known = hashes.get(part)
  if (known !== undefined) return known
  const hash = mix(hashText(`${part.role} ${part.kind} ${part.label}`), hashText(part.text))
  hashes.set(part, hash)
  return hash
}

/** Hashes only find; texts decide. */
function isPrefix(steps: StepList, parts: readonly Part[], length: number): boolean {
  if (steps.length !== length) return false
  let at: StepList | undefined = steps
  for (let index = length - 1; index >= 0; index -= 1) {
    const known: Part = at!.step.rendered.part
    const part = parts[index]!
    if (known.text !== part.text || known.label !== part.label) return false
    if (known.role !== part.role || known.kind !== part.kind) return false
    if (known.isSealed !== part.isSealed) return false
    at = at!.before
  }
  return true
}
