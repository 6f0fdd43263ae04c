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

/**
 * The transcripts that this process folded lately, each with all its prefixes: a request that carries its history again,
 * or the same history with another last message, pays for its new parts only.
 */
export interface LiveMemo {
  recall(transcript: Transcript, scope: string): Recollection
}

interface Entry {
  readonly scope: string
  /** One hash per prefix. */
  readonly hashes: readonly number[]
  readonly textLength: number
  /** How many of its prefixes are found here and not in a later transcript that shares them. */
  owned: number
}

interface Found {
  readonly entry: Entry
  readonly steps: StepList
}

/** UTF-16 code units of transcripts that are remembered; beginnings that forks share are counted for each of them. */
const MAX_TEXT_LENGTH = 64_000_000

/** @param maxTranscripts the least recently used go beyond it; 0 remembers nothing */
export function createLiveMemo(maxTranscripts: number): LiveMemo {
  // A Set keeps insertion order: the first entry is the least recently used one.
  const entries = new Set<Entry>()
  const byHash = new Map<number, Found>()
  let textLength = 0

  function drop(entry: Entry): void {
    if (!entries.delete(entry)) return
    textLength -= entry.textLength
    for (const hash of entry.hashes) if (byHash.get(hash)?.entry === entry) byHash.delete(hash)
  }

  /** A prefix is found in the latest transcript that has it; one that has none of its own is forgotten. */
  function own(entry: Entry, steps: StepList): void {
    const hash = entry.hashes[steps.length - 1]!
    const owner = byHash.get(hash)?.entry
    byHash.set(hash, { entry, steps })
    if (owner === entry) return
    entry.owned += 1
    if (owner === undefined) return
    owner.owned -= 1
    if (owner.owned === 0) drop(owner)
  }

  function keep(entry: Entry, steps: StepList): void {
    if (entries.delete(entry)) textLength -= entry.textLength
    entries.add(entry)
    textLength += entry.textLength
    for (let at: StepList | undefined = steps; at !== undefined; at = at.before) own(entry, at)
    while (entries.size > maxTranscripts || textLength > MAX_TEXT_LENGTH) {
      drop(entries.values().next().value!)
    }
  }

  return {
    recall({ parts, restrictions }, within) {
      if (maxTranscripts === 0) return { steps: undefined, remember() {} }
      const scope = within + JSON.stringify(restrictions ?? {})
      const hashes = prefixHashes(parts, scope)
      let known: Found | undefined
      for (let length = parts.length; length > 0 && known === undefined; length -= 1) {
        const found = byHash.get(hashes[length - 1]!)
        if (found?.entry.scope === scope && isPrefix(found.steps, parts, length)) known = found
      }
      return {
        steps: known?.steps,
        remember(steps) {
          const isWhole = known !== undefined && known.entry.hashes.length === steps.length
          const length = parts.reduce((sum, { text }) => sum + text.length, 0)
          const entry = { scope, hashes, textLength: length, owned: 0 }
          keep(isWhole && known!.steps === steps ? known!.entry : entry, steps)
        },
      }
    },
  }
}

/** One hash per prefix, over what the rendering depends on: restrictions, role, kind, label and text, never ids. */
function prefixHashes(parts: readonly Part[], scope: string): number[] {
  let hash = hashText(scope)
  return parts.map((part) => {
    hash = mix(hash, hashPart(part))
    return hash
  })
}

/** Readers hand out the same objects for the parts that come again. */
const partHashes = new WeakMap<Part, number>()

function hashPart(part: Part): number {
  const known = partHashes.get(part)
  if (known !== undefined) return known
  const hash = mix(hashText(`${part.role} ${part.kind} ${part.label}`), hashText(part.text))
  partHashes.set(part, hash)
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
