/** How text is written in a lane: plain, or as JSON whose strings hold the text escaped. */
export type LaneKind = 'text' | 'json'

/** Restores aliases in one run of text that arrives in pieces. */
export interface Lane {
  push(chunk: string): string
  flush(): string
}

/** Opens a lane over the aliases of one request. */
export type OpenLane = (kind: LaneKind) => Lane

/** A lane that still held the beginning of what could have become an alias. */
export interface HeldTail {
  readonly key: string
  readonly text: string
}

/** The lanes of one answer, by key: one per choice, block or item and per kind of text in it. */
export interface Lanes {
  push(key: string, kind: LaneKind, chunk: string): string
  /** Ends one lane and hands out what it held. */
  end(key: string): string
  /** Ends every lane whose key begins so; answers those that held something. */
  endAll(prefix: string): HeldTail[]
  /** Restores a text that is there at once. */
  whole(kind: LaneKind, text: string): string
}

/** Creates the lanes of one answer. */
export function createLanes(open: OpenLane): Lanes {
  const lanes = new Map<string, Lane>()

  function end(key: string): string {
    const held = lanes.get(key)?.flush() ?? ''
    lanes.delete(key)
    return held
  }

  return {
    push(key, kind, chunk) {
      const lane = lanes.get(key) ?? open(kind)
      lanes.set(key, lane)
      return lane.push(chunk)
    },
    end,
    endAll: (prefix) =>
      [...lanes.keys()]
        .filter((key) => key.startsWith(prefix))
        .map((key) => ({ key, text: end(key) }))
        .filter(({ text }) => text !== ''),
    whole(kind, text) {
      const lane = open(kind)
      return lane.push(text) + lane.flush()
    },
  }
}
