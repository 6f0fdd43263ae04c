/**
 * Strings that many independent sources share: token runs of at most `maxBytes` bytes that stand in at least
 * `minSources` repositories. Mined level by level and exactly: a run of n tokens is a candidate only where both of
 * its runs of n - 1 are allowed, so that every part of an allowed string is allowed too.
 */

const MAX_TOKENS = 20
const TOKEN = / ?[A-Za-z]+| ?[0-9]+|\n[ \t]*| +|\s|[\u0080-\uffff]+| ?[^\sA-Za-z0-9\u0080-\uffff]/g

/** Capitalised words that are no names of people, though their lower-case form is rare. */
const KNOWN_WORDS = new Set(
  (
    'January February March April May June July August September October November December Monday Tuesday Wednesday ' +
    'Thursday Friday Saturday Sunday English French German Spanish Chinese Japanese Python Java Script Type Node ' +
    'React Docker Kubernetes Linux Windows Google Microsoft Amazon Apple Debian Ubuntu Unix Markdown Content Accept ' +
    'Mozilla Git Hub Postgres Redis Django Flask Rust European Europe America Internet Web Chrome Safari Firefox ' +
    'Android Excel'
  ).split(' '),
)

/** Names that passed the rules and were found by reading what was built. */
const REVIEWED_NAMES = new Set(['daniel'])

/**
 * @param documents `{ source, text }`, at most 255 sources
 * @returns for every document its pieces: `{ text, isAllowed }` in order, each allowed piece as long as it can be
 */
export function mineStrings(documents, { minSources, maxBytes }) {
  const corpus = tokenise(documents)
  const isBanned = bannedTokens(corpus, minSources)
  const lengths = growRuns(corpus, isBanned, { minSources, maxBytes })
  return documents.map((_, index) => cut(corpus, lengths, index))
}

function tokenise(documents) {
  const words = ['\0']
  const ids = new Map([['\0', 0]])
  const sources = new Map()
  const runs = documents.map(({ source, text }) => {
    if (!sources.has(source)) sources.set(source, sources.size)
    return Uint32Array.from([...(text.match(TOKEN) ?? []), '\0'], (word) => {
      let id = ids.get(word)
      if (id === undefined) {
        id = words.length
        ids.set(word, id)
        words.push(word)
      }
      return id
    })
  })
  if (sources.size > 255) throw new Error('more than 255 sources; widen the source numbers')
  const starts = [0]
  for (const run of runs) starts.push(starts.at(-1) + run.length)
  const tokens = new Uint32Array(starts.at(-1))
  const sourceOf = new Uint8Array(tokens.length)
  for (const [index, run] of runs.entries()) {
    tokens.set(run, starts[index])
    sourceOf.fill(sources.get(documents[index].source), starts[index], starts[index + 1])
  }
  const byteLengths = Uint8Array.from(words, (word) => Math.min(255, Buffer.byteLength(word)))
  return { words, tokens, sourceOf, starts, byteLengths }
}

function bannedTokens({ words, tokens, sourceOf }, minSources) {
  const counts = new Uint32Array(words.length)
  const sources = new Uint16Array(words.length)
  const last = new Int16Array(words.length).fill(-1)
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index]
    counts[token]++
    if (last[token] === sourceOf[index]) continue
    last[token] = sourceOf[index]
    sources[token]++
  }
  const lower = countWords(words, counts, /^[a-z]+$/)
  const upper = countWords(words, counts, /^[A-Z][a-z]+$/)
  return Uint8Array.from(words, (word, token) => {
    const trimmed = word.trim()
    const isRare = token === 0 || sources[token] < minSources || word.length > 40
    const isNumber = /^[0-9]{5,}$/.test(trimmed) || word === '@'
    const isOtherScript =
      /^[\u0080-\uffff]/.test(trimmed) &&
      trimmed.length > 1 &&
      !/^[\u2010-\u27ff\u3000-\u303f]+$/.test(trimmed)
    const isName =
      upper.has(trimmed) &&
      !KNOWN_WORDS.has(trimmed) &&
      (lower.get(trimmed.toLowerCase()) ?? 0) < 0.25 * upper.get(trimmed)
    const isReviewed = REVIEWED_NAMES.has(trimmed.toLowerCase())
    return isReviewed || isRare || isNumber || isOtherScript || isName ? 1 : 0
  })
}

function countWords(words, counts, pattern) {
  const result = new Map()
  for (const [token, word] of words.entries()) {
    const trimmed = word.trim()
    if (pattern.test(trimmed)) result.set(trimmed, (result.get(trimmed) ?? 0) + counts[token])
  }
  return result
}

/** Tokens of the longest allowed run that begins at each place. */
function growRuns({ tokens, sourceOf, byteLengths }, isBanned, { minSources, maxBytes }) {
  const count = tokens.length
  const lengths = new Uint8Array(count)
  const bytes = new Uint8Array(count)
  let classes = new Int32Array(count).fill(-1)
  for (let index = 0; index < count; index++) {
    if (isBanned[tokens[index]] === 1) continue
    classes[index] = tokens[index]
    lengths[index] = 1
    bytes[index] = byteLengths[tokens[index]]
  }
  for (let grown = 1; grown < MAX_TOKENS; grown++) {
    const isCandidate = (index) =>
      index + grown < count &&
      classes[index] >= 0 &&
      classes[index + 1] >= 0 &&
      isBanned[tokens[index + grown]] === 0 &&
      bytes[index] + byteLengths[tokens[index + grown]] <= maxBytes
    const { next, isEmpty } = growOnce({ count, classes, sourceOf, minSources, isCandidate })
    for (let index = 0; index < count; index++) {
      if (next[index] < 0) continue
      lengths[index] = grown + 1
      bytes[index] += byteLengths[tokens[index + grown]]
    }
    classes = next
    if (isEmpty) break
  }
  return lengths
}

/** One level: pairs of neighbouring runs, each pair numbered anew where enough sources have it. */
function growOnce({ count, classes, sourceOf, minSources, isCandidate }) {
  let candidates = 0
  for (let index = 0; index < count; index++) if (isCandidate(index)) candidates++
  const size = 2 ** Math.ceil(Math.log2(Math.max(1024, candidates * 1.6)))
  const left = new Int32Array(size).fill(-1)
  const right = new Int32Array(size)
  const sources = new Uint8Array(size)
  const lastSource = new Uint8Array(size).fill(255)
  const slots = new Int32Array(count).fill(-1)
  for (let index = 0; index < count; index++) {
    if (!isCandidate(index)) continue
    const slot = findSlot(left, right, classes[index], classes[index + 1])
    slots[index] = slot
    // Documents stand by source: a change of source is a new source.
    if (lastSource[slot] === sourceOf[index]) continue
    lastSource[slot] = sourceOf[index]
    if (sources[slot] < 255) sources[slot]++
  }
  return numberRuns(slots, sources, minSources)
}

function numberRuns(slots, sources, minSources) {
  const numbers = new Int32Array(sources.length).fill(-1)
  const next = new Int32Array(slots.length).fill(-1)
  let numbered = 0
  for (let index = 0; index < slots.length; index++) {
    const slot = slots[index]
    if (slot < 0 || sources[slot] < minSources) continue
    if (numbers[slot] < 0) numbers[slot] = numbered++
    next[index] = numbers[slot]
  }
  return { next, isEmpty: numbered === 0 }
}

function findSlot(left, right, first, second) {
  let hash = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  let slot = (hash ^ (hash >>> 13)) & (left.length - 1)
  while (left[slot] !== -1 && (left[slot] !== first || right[slot] !== second)) {
    slot = (slot + 1) & (left.length - 1)
  }
  left[slot] = first
  right[slot] = second
  return slot
}

/** One document as its longest allowed strings, and what stands between them. */
function cut({ words, tokens, starts }, lengths, document) {
  const pieces = []
  const end = starts[document + 1] - 1
  for (let index = starts[document]; index < end; ) {
    const step = Math.min(Math.max(1, lengths[index]), end - index)
    let text = ''
    for (let at = index; at < index + step; at++) text += words[tokens[at]]
    pieces.push({ text, isAllowed: lengths[index] > 0 })
    index += step
  }
  return pieces
}
