import { holdsGivenName } from './names.mjs'
import { createRandom } from './random.mjs'

const SHORTEST_BYTES = 6
/** Bits that a string costs even when the prior holds it: finding it, and each byte of it. */
const FIXED_BITS = 4
const BITS_A_BYTE = 0.3
const STEPS = 5
const FIRST_SHARE = 0.4
const SAMPLE_BYTES = 2.5e6
const SAMPLE_CAP = 2000

/**
 * Chooses strings by what they still cost a coder that holds those chosen before, per byte of prior.
 * @param mined what `mine` gave
 * @param documents the documents that were mined
 * @param {number} size bytes of strings wanted
 * @param {(prior: Uint8Array) => (text: Uint8Array) => number[]} coder costs of bytes in 1/4096 bit after a prior
 * @returns {string[]} best last
 */
export function choose({ mined, documents, size, coder, report }) {
  const chosen = new Set()
  const batches = []
  const sample = createSampler(mined, documents)
  let bytes = 0
  for (let step = 0; step < STEPS; step++) {
    const scores = scoreStrings(mined, sample(SAMPLE_BYTES), coder(layOut(batches)))
    const goal = size * (FIRST_SHARE + ((1 - FIRST_SHARE) * step) / (STEPS - 1))
    const batch = []
    for (const [string] of ranked(scores, chosen)) {
      const length = Buffer.byteLength(string)
      if (bytes + length > goal) break
      if (holdsGivenName(string)) continue
      bytes += length
      chosen.add(string)
      batch.push(string)
    }
    batches.push(batch)
    report(`step ${step + 1}: ${chosen.size} strings, ${bytes} bytes`)
  }
  return laidOut(batches)
}

/** The strings as a prior: without separators, since a separator would teach wrong transitions. */
function layOut(batches) {
  return Buffer.from(laidOut(batches).join(''))
}

function laidOut(batches) {
  return batches.toReversed().flatMap((batch) => batch.toReversed())
}

function ranked(scores, chosen) {
  return [...scores]
    .filter(([string]) => !chosen.has(string))
    .map(([string, gain]) => [string, gain / powerThreeQuarters(Buffer.byteLength(string))])
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
}

/** Square roots are exact on every machine, powers are not. */
function powerThreeQuarters(n) {
  return Math.sqrt(n * Math.sqrt(n))
}

/** Spans of tokens, evenly from every kind and size of prompt. */
function createSampler({ starts, tokens, lengths }, documents) {
  const cells = new Map()
  documents.forEach(({ kind, band }, index) => {
    if (band === undefined || kind === 'zh') return
    const cell = `${band}|${kind}`
    cells.set(cell, [...(cells.get(cell) ?? []), index])
  })
  const random = createRandom(7)
  const lists = [...cells.values()]
  return (bytes) => {
    const used = new Set()
    const spans = []
    for (let sum = 0, tries = 0; sum < bytes && tries < 2e5; tries++) {
      const list = lists[random(lists.length)]
      const index = list[random(list.length)]
      if (used.has(index)) continue
      used.add(index)
      let end = starts[index]
      let length = 0
      while (end < starts[index + 1] - 1 && length < SAMPLE_CAP) length += lengths[tokens[end++]]
      spans.push([starts[index], end])
      sum += length
    }
    return spans
  }
}

function scoreStrings(mined, spans, costsOf) {
  const { tokens, lengths, longest, strings } = mined
  const scores = new Map()
  const textOf = (from, count) => {
    let text = ''
    for (let i = from; i < from + count; i++) text += strings[tokens[i]]
    return text
  }
  for (const [start, end] of spans) {
    const text = Buffer.from(textOf(start, end - start))
    const sums = prefixSums(costsOf(text))
    for (let i = start, at = 0; i < end; ) {
      const count = Math.max(1, Math.min(longest[i], end - i))
      let width = 0
      for (let j = i; j < i + count; j++) width += lengths[tokens[j]]
      if (longest[i] > 0 && width >= SHORTEST_BYTES && at + width <= text.length) {
        const bits = (sums[at + width] - sums[at]) / 4096
        const gain = bits - FIXED_BITS - BITS_A_BYTE * width
        if (gain > 0) {
          const string = textOf(i, count)
          scores.set(string, (scores.get(string) ?? 0) + gain / Math.max(300, text.length))
        }
      }
      at += width
      i += count
    }
  }
  return scores
}

function prefixSums(costs) {
  const sums = new Float64Array(costs.length + 1)
  for (let i = 0; i < costs.length; i++) sums[i + 1] = sums[i] + costs[i]
  return sums
}
