import { detect } from '../detect/detect.ts'
import type { Span as KindSpan, SpanKind } from '../detect/kind.ts'
import type { JsonNode } from '../json/json-tree.ts'
import type { Unit } from '../text/unit.ts'
import { isErrorLine } from './error-line.ts'

/** Why a unit comes before any score. */
export type FlagReason = 'error' | 'status' | 'rule'

/** A unit that is kept before any score. */
export interface Flag {
  readonly index: number
  readonly reason: FlagReason
}

const RULE =
  /\b(?:must|shall|never|do not|don['’]t|cannot|can['’]t|may not|required to|not allowed|prohibited|forbidden|only if|unless|except)\b/i
const ERROR_KEY = /^(?:errors?|err|exceptions?|failures?|fault|stderr|traceback)$/i
const STATUS_KEY =
  /^(?:status|statuscode|status_code|code|success|ok|exit_?code|return_?code|error_?code|error_?type|error_?message|result_?code)$/i
const MESSAGE_KEY = /^(?:message|msg|reason|details?|description|cause|hint)$/i
const EMPTY = /^(?:null|false|0|\[\]|\{\}|)$/
const MASKED = /[0-9a-f]{6,}|\d+/gi
const MAX_SHAPE = 400
/** Pieces that a string has to have for its lines to be looked at as a text. */
const LEAST_PIECES = 6
const ORDER: readonly FlagReason[] = ['error', 'status', 'rule']

/**
 * The units that are kept before any score, the most wanted first: error lines of logs and traces, error and status
 * fields, sentences with a rule; each once per shape (numbers and hashes masked), in the order of the text.
 */
export function flagUnits(units: readonly Unit[], spans: readonly KindSpan[]): Flag[] {
  const seen = new Set<string>()
  const found: Flag[] = []
  const kinds = kindsInStrings(units)
  let at = 0
  for (const unit of units) {
    while (at < spans.length - 1 && spans[at]!.end <= unit.start) at++
    const kind = unit.nodes.length > 0 ? kinds.get(unit.index) : spans[at]?.kind
    const reason =
      kind === undefined && unit.nodes.length > 0 ? fieldReason(unit) : lineReason(unit, kind)
    if (reason === undefined) continue
    const shape = `${unit.path} ${unit.value.slice(0, MAX_SHAPE).replace(MASKED, '0')}`
    if (seen.has(shape)) continue
    seen.add(shape)
    found.push({ index: unit.index, reason })
  }
  return found.sort((a, b) => ORDER.indexOf(a.reason) - ORDER.indexOf(b.reason))
}

/** What the pieces of long strings of JSON are: a tool's output is a text of its own. */
function kindsInStrings(units: readonly Unit[]): Map<number, SpanKind> {
  const kinds = new Map<number, SpanKind>()
  for (let from = 0; from < units.length; ) {
    const node = units[from]!.nodes[0]
    let to = from + 1
    while (node !== undefined && to < units.length && units[to]!.nodes[0] === node) to++
    if (to - from >= LEAST_PIECES) addKinds(units.slice(from, to), kinds)
    from = to
  }
  return kinds
}

function addKinds(pieces: readonly Unit[], kinds: Map<number, SpanKind>): void {
  const { spans } = detect(pieces.map(({ value }) => value).join(''))
  let end = 0
  let at = 0
  for (const { index, value } of pieces) {
    while (at < spans.length - 1 && spans[at]!.end <= end) at++
    kinds.set(index, spans[at]?.kind ?? 'prose')
    end += value.length
  }
}

function lineReason(unit: Unit, kind: SpanKind | undefined): FlagReason | undefined {
  const has = (kind && REASONS_IN[kind]) ?? []
  if (has.includes('error') && isErrorLine(unit.value)) return 'error'
  return has.includes('rule') && RULE.test(unit.value) ? 'rule' : undefined
}

/** Which flags lines of a kind may have; code and tables mention errors and rules without meaning them. */
const REASONS_IN: Readonly<Partial<Record<SpanKind, readonly FlagReason[]>>> = {
  log: ['error'],
  stack_trace: ['error'],
  prose: ['rule'],
  markdown: ['rule'],
  chat: ['rule'],
}

function fieldReason(unit: Unit): FlagReason | undefined {
  const reasons = unit.nodes.map((node) => nodeReason(node, unit.value))
  return ORDER.find((reason) => reasons.includes(reason))
}

function nodeReason(node: JsonNode, value: string): FlagReason | undefined {
  if (isUnder(node, ERROR_KEY) && !EMPTY.test(value)) return 'error'
  if (STATUS_KEY.test(node.key)) return 'status'
  if (MESSAGE_KEY.test(node.key) && hasStatusBeside(node)) return 'status'
  return node.kind === 'string' && RULE.test(value) ? 'rule' : undefined
}

function isUnder(node: JsonNode, key: RegExp): boolean {
  return key.test(node.key) || (node.parent !== undefined && key.test(node.parent.key))
}

function hasStatusBeside(node: JsonNode): boolean {
  const beside = node.parent?.children ?? []
  return (
    beside.length <= MAX_SIBLINGS &&
    beside.some(({ key }) => STATUS_KEY.test(key) || ERROR_KEY.test(key))
  )
}

const MAX_SIBLINGS = 64
