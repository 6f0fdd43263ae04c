import { DOCUMENT_CAP } from './documents.mjs'
import { isNameLike } from './names.mjs'

const TOKEN = / ?[A-Za-z]+| ?[0-9]+|\n[ \t]*| +|\s|[\u0080-\uffff]+| ?[^\sA-Za-z0-9\u0080-\uffff]/g
const PUNCTUATION = /^[\u2010-\u27ff\u3000-\u303f]+$/
const LONGEST_TOKEN = 40
const MOST_TOKENS = 20

/**
 * The longest string at each token that occurs in enough repositories and holds only allowed tokens. An n-gram is
 * looked at only if both of its (n-1)-grams are allowed, so every part of an allowed string is allowed too.
 * @param {readonly { repository: string, text: string }[]} documents
 */
export function mine(documents, { minSources, maxBytes }) {
  const corpus = tokenize(documents)
  const banned = bannedTokens(corpus, minSources)
  const { tokens, lengths, count } = corpus
  let classes = new Int32Array(count).fill(-1)
  const longest = new Uint8Array(count)
  const bytes = new Uint8Array(count)
  for (let i = 0; i < count; i++) {
    if (banned[tokens[i]]) continue
    classes[i] = tokens[i]
    longest[i] = 1
    bytes[i] = lengths[tokens[i]]
  }
  for (let n = 1; n < MOST_TOKENS && classes !== undefined; n++) {
    classes = extend({ corpus, banned, classes, longest, bytes, n, minSources, maxBytes })
  }
  return { ...corpus, longest }
}

function tokenize(documents) {
  const ids = new Map([['\0', 0]])
  const strings = ['\0']
  const repositories = new Map()
  const starts = []
  const pieces = []
  let count = 0
  for (const { repository, text } of documents) {
    if (!repositories.has(repository)) repositories.set(repository, repositories.size)
    const piece = []
    for (const token of text.slice(0, DOCUMENT_CAP).match(TOKEN) ?? []) {
      let id = ids.get(token)
      if (id === undefined) {
        id = strings.push(token) - 1
        ids.set(token, id)
      }
      piece.push(id)
    }
    piece.push(0)
    starts.push(count)
    count += piece.length
    pieces.push(Uint32Array.from(piece))
  }
  if (repositories.size > 255) throw new RangeError('more than 255 repositories; widen their ids')
  const tokens = new Uint32Array(count)
  const sources = new Uint8Array(count)
  pieces.forEach((piece, index) => {
    tokens.set(piece, starts[index])
    const source = repositories.get(documents[index].repository)
    sources.fill(source, starts[index], starts[index] + piece.length)
  })
  starts.push(count)
  const lengths = Uint8Array.from(strings, (token) => Math.min(255, Buffer.byteLength(token)))
  return { tokens, sources, strings, lengths, starts, count }
}

function bannedTokens({ tokens, sources, strings, lengths, count }, minSources) {
  const occurrences = new Uint32Array(strings.length)
  const sourceCounts = new Uint16Array(strings.length)
  const lastSource = new Int16Array(strings.length).fill(-1)
  for (let i = 0; i < count; i++) {
    const token = tokens[i]
    occurrences[token]++
    if (lastSource[token] === sources[i]) continue
    lastSource[token] = sources[i]
    sourceCounts[token]++
  }
  const words = new Map()
  strings.forEach((token, id) => {
    const word = token.trim()
    if (/^[A-Za-z]+$/.test(word)) words.set(word, (words.get(word) ?? 0) + occurrences[id])
  })
  const isBanned = (token, id) => {
    const word = token.trim()
    if (id === 0 || sourceCounts[id] < minSources || lengths[id] > LONGEST_TOKEN) return true
    if (token === '@' || /^[0-9]{5,}$/.test(word)) return true
    if (/^[\u0080-\uffff]/.test(word) && word.length > 1 && !PUNCTUATION.test(word)) return true
    return isNameLike(word, words.get(word) ?? 0, words.get(word.toLowerCase()) ?? 0)
  }
  return Uint8Array.from(strings, (token, id) => Number(isBanned(token, id)))
}

/** One token more: the new classes of n+1 tokens, or undefined when no string of that length is allowed. */
function extend({ corpus, banned, classes, longest, bytes, n, minSources, maxBytes }) {
  const { tokens, sources, lengths, count } = corpus
  const isCandidate = (i) =>
    classes[i] >= 0 &&
    classes[i + 1] >= 0 &&
    !banned[tokens[i + n]] &&
    bytes[i] + lengths[tokens[i + n]] <= maxBytes
  let candidates = 0
  for (let i = 0; i + n < count; i++) if (isCandidate(i)) candidates++
  const table = pairTable(candidates)
  const slots = new Int32Array(count).fill(-1)
  for (let i = 0; i + n < count; i++) {
    if (isCandidate(i)) slots[i] = table.add(classes[i], classes[i + 1], sources[i])
  }
  const next = new Int32Array(count).fill(-1)
  let found = 0
  for (let i = 0; i + n < count; i++) {
    if (slots[i] < 0 || table.sourcesOf(slots[i]) < minSources) continue
    const id = table.idOf(slots[i], found)
    if (id === found) found++
    next[i] = id
    longest[i] = n + 1
    bytes[i] += lengths[tokens[i + n]]
  }
  return found > 0 ? next : undefined
}

/** Counts the sources of pairs of classes; sources arrive in order, so the last one seen is enough. */
function pairTable(candidates) {
  let size = 1024
  while (size < candidates * 1.6) size *= 2
  const left = new Int32Array(size).fill(-1)
  const right = new Int32Array(size)
  const counts = new Uint8Array(size)
  const last = new Int16Array(size).fill(-1)
  const ids = new Int32Array(size).fill(-1)
  return {
    add(a, b, source) {
      let slot = hashOfPair(a, b) & (size - 1)
      while (left[slot] !== -1 && (left[slot] !== a || right[slot] !== b)) {
        slot = (slot + 1) & (size - 1)
      }
      left[slot] = a
      right[slot] = b
      if (last[slot] !== source) {
        last[slot] = source
        if (counts[slot] < 255) counts[slot]++
      }
      return slot
    },
    sourcesOf: (slot) => counts[slot],
    idOf(slot, fresh) {
      if (ids[slot] < 0) ids[slot] = fresh
      return ids[slot]
    },
  }
}

function hashOfPair(a, b) {
  let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b)
  hash ^= hash >>> 15
  hash = Math.imul(hash, 0x2c1b3c6d)
  return hash ^ (hash >>> 13)
}
