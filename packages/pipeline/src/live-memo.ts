import type { FoldStep } from './fold.ts'
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

/** A prefix, and the parts that came after it. Texts are compared, not hashed: equal ones cost a look at their bytes. */
interface Branch {
  /** Absent before the first part. */
  readonly steps: StepList | undefined
  readonly parent: Branch | undefined
  readonly children: Branch[]
}

/** UTF-16 code units of the texts that are remembered; beginnings that forks share are counted once. */
const MAX_TEXT_LENGTH = 64_000_000

/** @param maxTranscripts the least recently used go beyond it; 0 remembers nothing */
export function createLiveMemo(maxTranscripts: number): LiveMemo {
  const roots = new Map<string, Branch>()
  // The ends of transcripts. A Set keeps insertion order: the first one is the least recently used.
  const ends = new Set<Branch>()
  let textLength = 0

  function grow(parent: Branch, steps: StepList): Branch {
    const child: Branch = { steps, parent, children: [] }
    parent.children.push(child)
    ends.delete(parent)
    textLength += partOf(child).text.length
    return child
  }

  /** An end with all before it that no other transcript shares. */
  function drop(end: Branch): void {
    ends.delete(end)
    let at = end
    while (at.parent !== undefined && at.children.length === 0) {
      at.parent.children.splice(at.parent.children.indexOf(at), 1)
      textLength -= partOf(at).text.length
      at = at.parent
    }
  }

  function use(end: Branch): void {
    ends.delete(end)
    ends.add(end)
    while (ends.size > maxTranscripts || textLength > MAX_TEXT_LENGTH) {
      drop(ends.values().next().value!)
    }
  }

  function remember(scope: string, steps: StepList): void {
    let at = roots.get(scope) ?? rootOf(scope)
    for (const next of inOrder(steps)) {
      const known = childWith(at, next.step.rendered.part)
      // A call in parallel was first: what it recorded stays.
      if (known !== undefined && known.steps !== next) return
      at = known ?? grow(at, next)
    }
    if (at.children.length === 0) use(at)
  }

  function rootOf(scope: string): Branch {
    for (const [other, { children }] of roots) if (children.length === 0) roots.delete(other)
    const root: Branch = { steps: undefined, parent: undefined, children: [] }
    roots.set(scope, root)
    return root
  }

  return {
    recall({ parts, restrictions }, within) {
      if (maxTranscripts === 0) return { steps: undefined, remember() {} }
      const scope = within + JSON.stringify(restrictions ?? {})
      const known = longest(roots.get(scope), parts)
      return {
        steps: known?.steps,
        remember(steps) {
          if (known?.steps === steps && ends.has(known)) use(known)
          else remember(scope, steps)
        },
      }
    },
  }
}

function longest(root: Branch | undefined, parts: readonly Part[]): Branch | undefined {
  let at = root
  for (const part of parts) {
    const next = at && childWith(at, part)
    if (next === undefined) break
    at = next
  }
  return at
}

function childWith({ children }: Branch, part: Part): Branch | undefined {
  for (const child of children) if (isSame(partOf(child), part)) return child
  return undefined
}

function partOf({ steps }: Branch): Part {
  return steps!.step.rendered.part
}

/** Whether two parts are rendered alike after equal ones; ids say nothing. */
function isSame(a: Part, b: Part): boolean {
  if (a === b) return true
  if (a.text !== b.text || a.label !== b.label) return false
  return a.role === b.role && a.kind === b.kind && a.isSealed === b.isSealed
}

/** The first one first. */
function inOrder(steps: StepList): StepList[] {
  const all: StepList[] = []
  for (let at: StepList | undefined = steps; at !== undefined; at = at.before) all.push(at)
  return all.reverse()
}
