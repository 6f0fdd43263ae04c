import type { Keeper, KeepRequest, Selection } from '../../src/index.ts'

/** Whatever is known of a text by this keeper: nothing but that it is prose. */
const PROSE = {
  kind: 'prose',
  confidence: 1,
  density: { structureRatio: 0, technicalTermDensity: 0, wordsPerLine: 20, score: 0 },
}

/** What a line keeper is to do. */
export interface LineKeeperOptions {
  /** Answers only after a while. @default false */
  readonly waits?: boolean
  /** Throws instead of answering. */
  readonly isBroken?: () => boolean
  /** Says that something else scored. */
  readonly fallback?: () => string | undefined
  /** Turns the choice, as another machine's rounding would. @default 0 */
  readonly noise?: () => number
}

/** A small keeper: drops lines by a hash of line, question and what was said before, so that every dependence shows. */
export function createLineKeeper(options: LineKeeperOptions = {}): Keeper {
  const keep = (request: KeepRequest): Selection => {
    if (options.isBroken?.()) throw new Error('out of memory')
    return keepLines(request, options.noise?.() ?? 0, options.fallback?.())
  }
  return {
    id: 'lines-1',
    describe: () => PROSE,
    rateFor: (rate, { density }) => rate + (1 - rate) * density.score,
    mentions: (text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [],
    async keep(request) {
      if (options.waits) await new Promise((resolve) => setTimeout(resolve, 1))
      return keep(request)
    },
    ...(options.waits ? {} : { keepNow: keep }),
  }
}

function keepLines(
  { text, rate, query = '', earlier }: KeepRequest,
  noise: number,
  fallback: string | undefined,
): Selection {
  const lines = text.split('\n')
  const score = (line: string): number =>
    hash(`${line} ${query} ${earlier.has(line.toLowerCase().split(' ')[0] ?? '')} ${noise}`)
  const ranked = [...lines.keys()].sort((a, b) => score(lines[a]!) - score(lines[b]!) || a - b)
  const kept = new Set(ranked.slice(0, Math.floor(lines.length * rate)))
  const out: string[] = []
  let dropped = 0
  let gaps = 0
  const close = (): void => {
    if (dropped > 0) out.push(`[... ${dropped} lines dropped]`)
    gaps += dropped > 0 ? 1 : 0
    dropped = 0
  }
  lines.forEach((line, at) => {
    if (!kept.has(at)) dropped += 1
    else {
      close()
      out.push(line)
    }
  })
  close()
  return {
    text: out.join('\n'),
    unit: 'line',
    gaps,
    reachableRate: 0,
    flaggedKept: 0,
    flaggedDropped: 0,
    backend: fallback === undefined ? 'lines' : 'plainer lines',
    ...(fallback !== undefined && { fallback }),
  }
}

function hash(text: string): number {
  let value = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193)
  }
  return value >>> 0
}
