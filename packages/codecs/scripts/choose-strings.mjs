const PIECE_LENGTH = 6
/** A worth that fell by less than this is not looked at again: the order changes in the last digits only. */
const TOLERANCE = 0.98

/**
 * Lazy greedy cover of mined pieces: again and again the string whose six-character pieces stand in most documents
 * per character, pieces that a chosen string has not counted any more. Best last: near the end of a dictionary
 * offsets are short.
 */
export function chooseStrings(documents, { maxBytes, minStringBytes }) {
  const { candidates, weights } = weigh(documents, minStringBytes)
  const worthOf = (text) => {
    let sum = 0
    for (const piece of piecesOf(text)) sum += Math.max(0, (weights.get(piece) ?? 0) - 1)
    return sum / (text.length + 2)
  }
  const queue = candidates.map((text) => ({ text, worth: worthOf(text) }))
  queue.sort((left, right) => right.worth - left.worth)
  const chosen = []
  let room = maxBytes
  while (queue.length > 0 && room >= minStringBytes) {
    const best = queue.shift()
    const worth = worthOf(best.text)
    if (worth < best.worth * TOLERANCE && worth < (queue[0]?.worth ?? 0)) {
      insert(queue, { text: best.text, worth })
    } else if (worth > 0 && Buffer.byteLength(best.text) <= room) {
      for (const piece of piecesOf(best.text)) weights.delete(piece)
      chosen.push(best.text)
      room -= Buffer.byteLength(best.text)
    }
  }
  return chosen.reverse()
}

function weigh(documents, minStringBytes) {
  const weights = new Map()
  const candidates = new Set()
  for (const document of documents) {
    const long = document.filter(
      ({ text, isAllowed }) => isAllowed && Buffer.byteLength(text) >= minStringBytes,
    )
    for (const { text } of long) candidates.add(text)
    const pieces = new Set(long.flatMap(({ text }) => [...piecesOf(text)]))
    for (const piece of pieces) weights.set(piece, (weights.get(piece) ?? 0) + 1)
  }
  return { candidates: [...candidates].sort(), weights }
}

function* piecesOf(text) {
  for (let index = 0; index + PIECE_LENGTH <= text.length; index++) {
    yield text.slice(index, index + PIECE_LENGTH)
  }
}

function insert(queue, item) {
  let low = 0
  let high = queue.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (queue[middle].worth > item.worth) low = middle + 1
    else high = middle
  }
  queue.splice(low, 0, item)
}
