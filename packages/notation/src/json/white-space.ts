import { NotationError } from '../errors.ts'
import { inlineLengths } from './inline-lengths.ts'
import type { JsonArray, JsonNode, JsonObject } from './json-node.ts'
import { childrenOf, isContainer } from './json-node.ts'

/** How a JSON text is spaced. */
export interface WhiteSpace {
  /** After an item, where the next one stands on the same line. */
  readonly comma: string
  readonly colon: string
  /** Inside the braces of an object on one line. */
  readonly padding: string
  /** Repeated once per level at the start of a line; `undefined` where everything stands on one line. */
  readonly indent: string | undefined
  /** Containers whose line fits into this many columns are not broken; 0 breaks all of them. */
  readonly width: number
  /** Whether only arrays of scalars may stand on one line, however short an object is. */
  readonly breaksObjects: boolean
}

/** No white space at all: `{"a":1,"b":[2]}`. */
export const MINIFIED: WhiteSpace = {
  comma: ',',
  colon: ':',
  padding: '',
  indent: undefined,
  width: 0,
  breaksObjects: false,
}

const PYTHON: WhiteSpace = { ...MINIFIED, comma: ', ', colon: ': ' }

/**
 * The styles that have a mark of their own, by mark: `py` is Python's `json.dumps`, `pad` has blanks inside braces, `c`
 * only after colons; `i2` breaks every container, `p2` only those that do not fit into 80 columns (Prettier), `s2` all
 * but arrays of scalars that fit.
 */
export const WHITE_SPACE_STYLES: Readonly<Record<string, WhiteSpace>> = {
  '': MINIFIED,
  py: PYTHON,
  pad: { ...PYTHON, padding: ' ' },
  c: { ...MINIFIED, colon: ': ' },
  ...Object.fromEntries(
    [1, 2, 3, 4, 8].map((size) => [`i${size}`, { ...PYTHON, indent: ' '.repeat(size) }]),
  ),
  tab: { ...PYTHON, indent: '\t' },
  ...Object.fromEntries(
    [2, 4].map((size) => [
      `p${size}`,
      { ...PYTHON, padding: ' ', indent: ' '.repeat(size), width: 80 },
    ]),
  ),
  ptab: { ...PYTHON, padding: ' ', indent: '\t', width: 80 },
  ...Object.fromEntries(
    [2, 4].map((size) => [
      `s${size}`,
      { ...PYTHON, indent: ' '.repeat(size), width: 80, breaksObjects: true },
    ]),
  ),
  stab: { ...PYTHON, indent: '\t', width: 80, breaksObjects: true },
}

const NONE: ReadonlySet<number> = new Set()

interface Open {
  readonly node: JsonArray | JsonObject
  readonly values: readonly JsonNode[]
  readonly isBroken: boolean
  next: number
}

/** Code units of indentation that a text may ask for. A few kilobytes of brackets could ask for gigabytes. */
export const MAX_INDENTATION: number = 2 ** 26

interface Writing {
  readonly style: WhiteSpace
  readonly flipped: ReadonlySet<number>
  readonly lengths: ReadonlyMap<JsonNode, number> | undefined
  readonly out: string[]
  readonly open: Open[]
  /** Containers begun so far, empty ones left out. */
  containers: number
  /** Code units of indentation so far. */
  indentation: number
}

/**
 * Writes a node in one style, lexemes as they are. `flipped` numbers the containers (in the order in which they begin,
 * empty ones left out) that are broken where the style would not, or the other way. Linear, without recursion.
 *
 * @throws {NotationError} where it would take more than `MAX_INDENTATION`
 */
export function writeJson(
  node: JsonNode,
  style: WhiteSpace = MINIFIED,
  flipped: ReadonlySet<number> = NONE,
): string {
  const writing = startOf(node, style, flipped)
  begin(writing, node, 0)
  while (writing.open.length > 0) proceed(writing, writing.open.at(-1)!)
  return writing.out.join('')
}

function startOf(node: JsonNode, style: WhiteSpace, flipped: ReadonlySet<number>): Writing {
  const lengths = style.width > 0 ? inlineLengths(node, style) : undefined
  return { style, flipped, lengths, out: [], open: [], containers: 0, indentation: 0 }
}

function proceed(writing: Writing, top: Open): void {
  const { style, out, open } = writing
  const { node, values, isBroken, next } = top
  if (next === values.length) {
    open.pop()
    out.push(
      isBroken ? lineBreak(writing) : paddingOf(node, style),
      node.kind === 'array' ? ']' : '}',
    )
    return
  }
  if (next > 0) out.push(isBroken ? ',' : style.comma)
  if (isBroken) out.push(lineBreak(writing))
  const key = node.kind === 'object' ? node.keys[next]!.raw + style.colon : ''
  out.push(key)
  top.next += 1
  const comma = top.next < values.length ? 1 : 0
  begin(writing, values[next]!, key.length + comma)
}

/** Writes a scalar, or opens a container; `beside` counts the columns that its line holds beside it. */
function begin(writing: Writing, node: JsonNode, beside: number): void {
  const { out, open, style } = writing
  if (!isContainer(node)) {
    out.push(node.raw)
    return
  }
  const values = childrenOf(node)
  const brackets = node.kind === 'array' ? '[]' : '{}'
  if (values.length === 0) {
    out.push(brackets)
    return
  }
  const isBroken = decide(writing, node, beside)
  out.push(brackets[0]!, isBroken ? '' : paddingOf(node, style))
  open.push({ node, values, isBroken, next: 0 })
}

function decide(writing: Writing, node: JsonArray | JsonObject, beside: number): boolean {
  const { style, open, flipped, lengths } = writing
  if (style.indent === undefined || open.at(-1)?.isBroken === false) return false
  const number = writing.containers
  writing.containers += 1
  const column = open.length * style.indent.length + beside
  const fits = lengths !== undefined && column + lengths.get(node)! <= style.width
  const isKept = style.breaksObjects ? !isListOfScalars(node) : isListOfContainers(node)
  return (!fits || isKept) !== flipped.has(number)
}

function isListOfScalars(node: JsonNode): boolean {
  return node.kind === 'array' && !node.items.some(isContainer)
}

/** Prettier always breaks an array of several containers that hold several values each. */
function isListOfContainers(node: JsonNode): boolean {
  if (node.kind !== 'array' || node.items.length < 2) return false
  const { kind } = node.items[0]!
  return (
    isContainer(node.items[0]!) &&
    node.items.every((item) => item.kind === kind && childrenOf(item).length > 1)
  )
}

function paddingOf(node: JsonNode, style: WhiteSpace): string {
  return node.kind === 'object' ? style.padding : ''
}

function lineBreak(writing: Writing): string {
  const { style, open } = writing
  const indent = style.indent ?? ''
  writing.indentation += indent.length * open.length
  if (writing.indentation > MAX_INDENTATION) {
    throw new NotationError(`more than ${MAX_INDENTATION} characters of indentation`, 0)
  }
  return '\n' + indent.repeat(open.length)
}

/** Asks of each container in the order of `flipped` whether the style would break it. */
export function flippedContainers(node: JsonNode, style: WhiteSpace, text: string): Set<number> {
  const flipped = new Set<number>()
  const writing = startOf(node, style, flipped)
  const visit = (child: JsonNode, beside: number) => {
    if (!isContainer(child) || childrenOf(child).length === 0) {
      return
    }
    const number = writing.containers
    const isExpected = decide(writing, child, beside)
    const isBroken =
      writing.containers > number ? text.charCodeAt(child.start + 1) === 10 : isExpected
    if (isBroken !== isExpected) flipped.add(number)
    writing.open.push({ node: child, values: childrenOf(child), isBroken, next: 0 })
  }
  visit(node, 0)
  while (writing.open.length > 0) {
    const top = writing.open.at(-1)!
    if (top.next === top.values.length) {
      writing.open.pop()
      continue
    }
    const key =
      top.node.kind === 'object' ? top.node.keys[top.next]!.raw.length + style.colon.length : 0
    top.next += 1
    visit(top.values[top.next - 1]!, key + (top.next < top.values.length ? 1 : 0))
  }
  return flipped
}
