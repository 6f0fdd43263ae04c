import {
  type AnswerCase,
  type Corpus,
  chance,
  type Span,
  wordsAt,
  wordText,
} from '@x/agentcompbench'

/** Passages with a question and its answers, of Natural Questions, that no case is measured by. */
export type Passage = Pick<AnswerCase, 'docId' | 'text' | 'question' | 'spans' | 'places'>

const FILE = 'rag_context/litm-nq-oracle'
const OTHERS = 7
/** One passage in so many is buried among others: that is slow to learn from. */
const BURIED_STEP = 3

/** The passages of the train split, each alone. */
export function* singlePassages(corpus: Corpus): Generator<Passage> {
  for (const { docId, text = '', question = '', reference } of corpus.records(FILE, 'train')) {
    const answers = (reference?.answers ?? []) as readonly string[]
    const spans = answers.flatMap((answer) => placesOf(text, answer))
    const worded = wordText(text)
    const places = spans.map(([start, end]) => wordsAt(worded, start, end))
    if (places.length > 0) yield { docId, text, question, spans, places }
  }
}

/** Some of them among seven others, one passage a line, in a place drawn by the question. */
export function* buriedPassages(corpus: Corpus): Generator<Passage> {
  const all = [...singlePassages(corpus)]
  for (let i = 0; i < all.length; i += BURIED_STEP) {
    const { docId, text, question, spans } = all[i]!
    const first = Math.floor(chance('others', question) * all.length)
    const others = Array.from({ length: OTHERS }, (_, n) => all[(first + n) % all.length]!)
      .filter((other) => other.docId !== docId)
      .map((other) => flat(other.text))
    const at = Math.floor(chance('place', question) * (others.length + 1))
    const before = others
      .slice(0, at)
      .map((line) => `${line}\n`)
      .join('')
    yield {
      docId,
      text: `${before}${flat(text)}\n${others.slice(at).join('\n')}`,
      question,
      spans: spans.map(([start, end]): Span => [start + before.length, end + before.length]),
      places: [],
    }
  }
}

function placesOf(text: string, answer: string): Span[] {
  const wanted = answer.trim().toLowerCase()
  const low = text.toLowerCase()
  const found: Span[] = []
  if (wanted === '' || low.length !== text.length) return found
  for (let at = low.indexOf(wanted); at >= 0; at = low.indexOf(wanted, at + 1)) {
    if (isWhole(low, at, at + wanted.length)) found.push([at, at + wanted.length])
  }
  return found
}

function isWhole(text: string, start: number, end: number): boolean {
  const isLetter = (at: number) => /[\p{L}\p{N}]/u.test(text.charAt(at))
  return !isLetter(start - 1) && !isLetter(end)
}

function flat(text: string): string {
  return text.replaceAll('\n', ' ')
}
