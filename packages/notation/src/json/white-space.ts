import type { JsonArray, JsonNode, JsonObject } from './json-node.ts'
import { isContainer } from './json-node.ts'

/** How a JSON text is spaced: what stands after commas and colons, and the unit of indentation where lines are broken. */
export interface WhiteSpace {
  readonly comma: string
  readonly colon: string
  /** Repeated once per level at the start of a line; `undefined` where everything stands on one line. */
  readonly indent: string | undefined
}

/** No white space at all: `{"a":1,"b":[2]}`. */
export const MINIFIED: WhiteSpace = { comma: ',', colon: ':', indent: undefined }

/** The styles that have a mark of their own, by mark. `py` is Python's `json.dumps`, the others are indented lines. */
export const WHITE_SPACE_STYLES: Readonly<Record<string, WhiteSpace>> = {
  '': MINIFIED,
  py: { comma: ', ', colon: ': ', indent: undefined },
  i2: { comma: ',', colon: ': ', indent: '  ' },
  i4: { comma: ',', colon: ': ', indent: '    ' },
  tab: { comma: ',', colon: ': ', indent: '\t' },
}

/** The mark of the style in which writing the node gives exactly this text, or `undefined` where none does. */
export function detectWhiteSpace(node: JsonNode, text: string): string | undefined {
  const source = text.slice(node.start, node.end)
  return Object.keys(WHITE_SPACE_STYLES).find(
    (mark) => writeJson(node, WHITE_SPACE_STYLES[mark]!) === source,
  )
}

interface Open {
  readonly node: JsonArray | JsonObject
  readonly values: readonly JsonNode[]
  next: number
}

/** Writes a node in one style, lexemes as they are. Linear, without recursion. */
export function writeJson(node: JsonNode, style: WhiteSpace = MINIFIED): string {
  const out: string[] = []
  const open: Open[] = []
  begin(node, out, open)
  while (open.length > 0) {
    const top = open.at(-1)!
    if (top.next === top.values.length) {
      open.pop()
      out.push(lineBreak(style, open.length), top.node.kind === 'array' ? ']' : '}')
      continue
    }
    out.push(top.next === 0 ? '' : style.comma, lineBreak(style, open.length))
    if (top.node.kind === 'object') out.push(top.node.keys[top.next]!.raw, style.colon)
    const child = top.values[top.next]!
    top.next += 1
    begin(child, out, open)
  }
  return out.join('')
}

function begin(node: JsonNode, out: string[], open: Open[]): void {
  if (!isContainer(node)) {
    out.push(node.raw)
    return
  }
  const values = node.kind === 'array' ? node.items : node.values
  const brackets = node.kind === 'array' ? '[]' : '{}'
  if (values.length === 0) {
    out.push(brackets)
    return
  }
  out.push(brackets[0]!)
  open.push({ node, values, next: 0 })
}

function lineBreak(style: WhiteSpace, depth: number): string {
  return style.indent === undefined ? '' : '\n' + style.indent.repeat(depth)
}
