import { type Checkpoint, createGrowth, type Growth } from './growth.ts'
import type { Layout } from './layout.ts'

/** A selection as it grows, with its price. */
export interface Picks {
  /** 1 for each choice that was taken. */
  readonly chosen: Uint8Array
  readonly growth: Growth
  /** What taking a choice would cost now, with all that comes along, less the marks that it spares. */
  priceOf(choice: number): number
  /** Takes a choice where it costs no more than that; whether it did. */
  take(choice: number, most: number): boolean
  /** Drops again what was taken last; `before` is the growth before that. */
  drop(choice: number, before: Checkpoint): void
}

/** Nothing taken of a layout. */
export function createPicks(layout: Layout): Picks {
  const chosen = new Uint8Array(layout.choices.length)
  const growth = createGrowth(layout.tree)
  /** How many of the members of a frame were taken. */
  const takenOf = new Uint32Array(layout.frames.length)
  /** The most that a frame was refused for: its members need not be asked again for less. */
  const refused = new Float64Array(layout.frames.length).fill(Number.NEGATIVE_INFINITY)

  const keepFrames = (choice: number): void => {
    for (const frame of layout.framesOf(choice)) {
      if (takenOf[frame]! > 0) continue
      for (const part of layout.frames[frame]!.parts) growth.keep(part)
    }
  }
  const keepAll = (choice: number, most: number): boolean => {
    const before = growth.mark()
    keepFrames(choice)
    if (growth.cost - before.cost > most) {
      const wanted = layout.framesOf(choice).filter((frame) => takenOf[frame] === 0)
      if (wanted.length === 1) refused[wanted[0]!] = Math.max(refused[wanted[0]!]!, most)
      return false
    }
    for (const part of layout.partsOf(choice)) growth.keep(part)
    return growth.cost - before.cost <= most
  }
  return {
    chosen,
    growth,
    priceOf(choice) {
      const before = growth.mark()
      keepAll(choice, Number.POSITIVE_INFINITY)
      const price = growth.cost - before.cost
      growth.undo(before)
      return price
    },
    take(choice, most) {
      const frames = layout.framesOf(choice)
      if (frames.some((frame) => takenOf[frame] === 0 && refused[frame]! >= most)) return false
      const before = growth.mark()
      if (!keepAll(choice, most)) {
        growth.undo(before)
        return false
      }
      chosen[choice] = 1
      for (const frame of frames) takenOf[frame]!++
      return true
    },
    drop(choice, before) {
      growth.undo(before)
      chosen[choice] = 0
      for (const frame of layout.framesOf(choice)) takenOf[frame]!--
    },
  }
}
