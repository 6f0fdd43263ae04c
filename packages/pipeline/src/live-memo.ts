import type { FoldStep } from './fold.ts'
import { hashText, mix } from './seen/node-hash.ts'
import type { Part, Transcript } from './transcript.ts'

/** Steps of a transcript's prefix, the latest first. */
export interface StepList {
  readonly step: FoldStep
  readonly before: StepList | undefined
  readonly length: number
}

/** The prefixes that this process folded lately: a request that carries its history again pays for its new parts only. */
export interface LiveMemo {
  /** The longest remembered prefix of this transcript. */
  recall(transcript: Transcript, scope: string): StepList | undefined
  remember(transcript: Transcript, scope: string, steps: StepList): void
}

/** @param maxPrefixes the least recently used go beyond it; 0 remembers nothing */
export function createLiveMemo(maxPrefixes: number): LiveMemo {
  // A Map keeps insertion order: the first key is the least recently used one.
  const known = new Map<number, { readonly scope: string; readonly steps: StepList }>()
  return {
    recall(transcript, scope) {
      if (known.size === 0) return undefined
      const hashes = prefixHashes(transcript, scope)
      for (let length = transcript.parts.length; length > 0; length -= 1) {
        const hash = hashes[length - 1]!
        const entry = known.get(hash)
        if (entry === undefined || entry.scope !== scope) continue
        if (!isPrefix(entry.steps, transcript.parts, length)) continue
        known.delete(hash)
        known.set(hash, entry)
        return entry.steps
      }
      return undefined
    },
    remember(transcript, scope, steps) {
      if (maxPrefixes === 0) return
      known.set(prefixHashes(transcript, scope).at(-1)!, { scope, steps })
      while (known.size > maxPrefixes) known.delete(known.keys().next().value!)
    },
  }
}

/** One hash per prefix, over what the rendering depends on: restrictions, role, kind, label and text, never ids. */
function prefixHashes({ parts, restrictions }: Transcript, scope: string): number[] {
  let hash = hashText(scope + JSON.stringify(restrictions ?? {}))
  return parts.map((part) => {
    hash = mix(mix(hash, hashText(`${part.role} ${part.kind} ${part.label}`)), hashText(part.text))
    return hash
  })
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
