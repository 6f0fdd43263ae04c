import { commonAffixes, frequentAffix } from './affixes.ts'
import type { JsonScalar } from './json-node.ts'
import { type CellEnd, innerOf, isBareCell } from './lexeme.ts'
import { digitsIn, frequentMasks } from './masks.ts'
import { type ColumnForm, piecesOf } from './table.ts'

/** Exact tokens of a short text, remembered. */
export type TokenMeter = (text: string) => number

/** Words whose tokens are counted. */
const SAMPLE = 40
/** A whole value among shorter ones stands in quotes. */
const QUOTES = 2
/** Below this share of alike values a template says little, and reads badly. */
const LEAST_ALIKE = 0.6
/** Of fewer values most is nearly all. */
const LEAST_ROWS = 4

/** What a mask must save beside its cost: what is closer to the original is read with less effort. */
const MASK_TOKENS = 4

/** A form that a column of strings may have. */
interface Choice {
  readonly form: ColumnForm | undefined
  /** What it adds to the header. */
  readonly header: string
}

const PLAIN: Choice = { form: undefined, header: '' }

/** Prefix, suffix, both, or a mask of digits, whichever saves most in a sample of the cells; `undefined` where none saves. */
export function textForm(
  scalars: readonly JsonScalar[],
  meter: TokenMeter,
): ColumnForm | undefined {
  const words = scalars.map(innerOf)
  const sample = spread(words)
  const choices = [...affixChoices(words, sample), ...maskChoices(sample)]
  if (choices.length === 0) return undefined
  const scale = words.length / sample.length
  const cost = ({ form, header }: Choice) => {
    const cells = sample.map((word) => {
      const core = form === undefined ? word : coreIn(form, word)
      return core === undefined ? meter(` ${word}`) + QUOTES : meter(` ${core}`)
    })
    const rows = cells.reduce((sum, tokens) => sum + tokens, 0)
    const effort = form?.kind === 'mask' ? MASK_TOKENS : 0
    return (header === '' ? 0 : meter(header)) + effort + scale * rows
  }
  let best = PLAIN
  let least = cost(PLAIN)
  for (const choice of choices) {
    const tokens = cost(choice)
    if (tokens >= least) continue
    best = choice
    least = tokens
  }
  return best.form
}

/** Some words from everywhere: rows are often sorted. */
function spread(words: readonly string[]): readonly string[] {
  if (words.length <= SAMPLE) return words
  const step = words.length / SAMPLE
  return Array.from({ length: SAMPLE }, (_, at) => words[Math.floor(at * step)]!)
}

function affixChoices(words: readonly string[], sample: readonly string[]): Choice[] {
  const choices = new Map<string, Choice>()
  const offer = (from: string, to: string) => {
    if (from + to === '') return
    const header = `=${from}*${to}`
    choices.set(header, {
      form: { kind: 'template', pieces: piecesOf(from, { kind: 'cell' }, to) },
      header,
    })
  }
  const { prefix, suffix } = commonAffixes(words)
  offer(prefix, '')
  offer('', suffix)
  offer(prefix, suffix)
  if (sample.length >= LEAST_ROWS) {
    const least = Math.ceil(LEAST_ALIKE * sample.length)
    offer(frequentAffix(sample, least, true, isCore), '')
    offer('', frequentAffix(sample, least, false, isCore))
  }
  return [...choices.values()]
}

function maskChoices(sample: readonly string[]): Choice[] {
  if (sample.length < LEAST_ROWS) return []
  const masks = frequentMasks(sample, Math.ceil(LEAST_ALIKE * sample.length))
  return masks.map((mask) => ({
    form: { kind: 'mask', mask },
    header: /[ ()]/.test(mask.text) ? `:"${mask.text}"` : `:${mask.text}`,
  }))
}

/** What a cell can hold at best: without quotes between bars. */
function isCore(rest: string): boolean {
  return isBareCell(rest, '|')
}

/**
 * What a cell holds of a string in a column of this form; `undefined` where the string stands as a whole, in quotes:
 * because it is not of that form, or because what is left of it cannot stand by itself.
 */
export function coreIn(form: ColumnForm, word: string, end: CellEnd = '|'): string | undefined {
  if (form.kind === 'mask') return digitsIn(form.mask, word)
  if (form.kind !== 'template') return word
  const texts = form.pieces.map((piece) => (piece.kind === 'text' ? piece.text : ''))
  const at = form.pieces.findIndex(({ kind }) => kind === 'cell')
  const [prefix, suffix] = [texts.slice(0, at).join(''), texts.slice(at + 1).join('')]
  const length = word.length - prefix.length - suffix.length
  if (length < 0 || !word.startsWith(prefix) || !word.endsWith(suffix)) return undefined
  const core = word.slice(prefix.length, prefix.length + length)
  return isBareCell(core, end) ? core : undefined
}
