import { offerOutputAliases } from '@x/dictionary/output'
import { type JsonNode, memberOf, readJson } from '@x/notation/json'
import type { TokenCounter, Transcript } from '@x/pipeline'
import type { AliasDefinition } from '../compression/compressor.ts'
import type { DialectName } from '../wire/providers.ts'
import { instructionInsertion, type JsonInsertion, textOf } from './add-instruction.ts'
import type { OutputLimit, ResolvedShaping } from './shaping-options.ts'

/** What was asked of the answer, and what that cost. */
export interface ShapingReport {
  /** Input tokens of everything that was added. */
  readonly instructionTokens: number
  readonly isConcise: boolean
  readonly aliasesOffered: number
  /** The limit that was set, where the client had set none. */
  readonly maxTokens?: number
}

/** A request body with what shaping added. */
export interface ShapedRequest {
  readonly body: Uint8Array
  readonly report: ShapingReport
  /** Aliases that the answer may hold. */
  readonly aliases: readonly AliasDefinition[]
}

/** What a request is shaped by. */
export interface ShapingContext {
  readonly dialect: DialectName
  readonly model: string
  /** The request as it came. */
  readonly transcript: Transcript
  readonly counter: TokenCounter
  readonly tokensBefore: number
}

/** Fixed bytes: they stand in every request of a conversation from its first turn, and so are cached with it. */
export const CONCISE_INSTRUCTION =
  'Answer briefly: no preamble, no repetition of the question or of what was given, no closing summary. Keep code, names, numbers and every required format exact and complete.'

/**
 * Adds what the operator asked for to a request, as far as the request's own fields allow (JSON modes, strict tools,
 * `prediction`, `stop`, `logprobs`). It depends on the conversation's opening alone, so that all turns begin alike;
 * `undefined` where nothing is added.
 */
export function shapeRequest(
  body: Uint8Array,
  shaping: ResolvedShaping,
  context: ShapingContext,
): ShapedRequest | undefined {
  const source = new TextDecoder('utf-8', { ignoreBOM: true }).decode(body)
  const root = readJson(source)
  if (root?.kind !== 'object') return undefined
  const asked = instructionFor(root, shaping, context)
  const place = asked && instructionInsertion(root, context.dialect, asked.text)
  const maxTokens = shaping.maxTokens && limitFor(root, shaping.maxTokens, context)
  const limit = maxTokens === undefined ? [] : [limitInsertion(root, context.dialect, maxTokens)]
  const insertions = place === undefined ? limit : [place, ...limit]
  if (insertions.length === 0) return undefined
  const added = place === undefined ? NOTHING_ASKED : (asked ?? NOTHING_ASKED)
  return {
    body: new TextEncoder().encode(insertAll(source, insertions)),
    aliases: added.aliases,
    report: {
      instructionTokens: context.counter.countTokens(added.text),
      isConcise: added.isConcise,
      aliasesOffered: added.aliases.length,
      ...(maxTokens !== undefined && { maxTokens }),
    },
  }
}

interface Asked {
  readonly text: string
  readonly isConcise: boolean
  readonly aliases: readonly AliasDefinition[]
}

const NOTHING_ASKED: Asked = { text: '', isConcise: false, aliases: [] }

function instructionFor(
  root: JsonNode,
  { concise, outputAliases }: ResolvedShaping,
  context: ShapingContext,
): Asked | undefined {
  if (!allowsText(root, context)) return undefined
  const offer = outputAliases ? offerFor(context) : undefined
  const text = [...(concise ? [CONCISE_INSTRUCTION] : []), ...(offer ? [offer.instruction] : [])]
  if (text.length === 0) return undefined
  return { text: text.join('\n\n'), isConcise: concise, aliases: offer?.definitions ?? [] }
}

/** JSON modes, `prediction` and strict tools get no prose. */
function allowsText(root: JsonNode, { transcript }: ShapingContext): boolean {
  if (transcript.restrictions?.noInsertions === true) return false
  const tools = memberOf(root, 'tools')
  const isStrict = (tool: JsonNode): boolean =>
    [tool, memberOf(tool, 'function')].some((node) => {
      const strict = node && memberOf(node, 'strict')
      return strict?.kind === 'literal' && strict.raw === 'true'
    })
  return !(tools?.kind === 'array' && tools.items.some(isStrict))
}

/**
 * Aliases for the phrases of the opening (up to the first text of the user). Where a text of the conversation spells one of
 * them itself none is offered: in the answer nobody could tell which was meant.
 */
function offerFor({ transcript, counter }: ShapingContext): ReturnType<typeof offerOutputAliases> {
  const { parts, restrictions } = transcript
  if (restrictions?.noOutputAliases === true || restrictions?.noAliases === true) return undefined
  const first = parts.findIndex(({ role }) => role === 'user')
  const opening = parts.slice(0, first + 1).filter(({ kind }) => kind === 'text')
  const offer = offerOutputAliases(opening.map(({ text }) => text).join('\n'), { counter })
  const isSpelled = ({ text }: { readonly text: string }): boolean =>
    offer?.definitions.some(({ alias }) => text.includes(alias)) ?? false
  return parts.some(isSpelled) ? undefined : offer
}

const LIMIT_FIELDS: Readonly<Record<DialectName, readonly string[]>> = {
  'openai-chat': ['max_tokens', 'max_completion_tokens'],
  'openai-responses': ['max_output_tokens'],
  anthropic: ['max_tokens'],
}

/** Their thoughts are output tokens too, and cannot be foreseen. */
const THINKING_MODEL = /(^|\/)(o\d|gpt-[5-9]|deepseek-r|claude)/

function limitFor(
  root: JsonNode,
  { perInputToken, floor, ceiling }: OutputLimit,
  { dialect, model, tokensBefore }: ShapingContext,
): number | undefined {
  const isSet = [...LIMIT_FIELDS[dialect], 'prediction', 'reasoning', 'thinking'].some(
    (name) => memberOf(root, name) !== undefined,
  )
  const isThinking = THINKING_MODEL.test(textOf(memberOf(root, 'model')) ?? model)
  if (isSet || isThinking) return undefined
  return Math.min(ceiling, Math.max(floor, Math.ceil(perInputToken * tokensBefore)))
}

function limitInsertion(root: JsonNode, dialect: DialectName, limit: number): JsonInsertion {
  return { at: root.start + 1, text: `"${LIMIT_FIELDS[dialect][0]}":${limit},` }
}

function insertAll(source: string, insertions: readonly JsonInsertion[]): string {
  const inOrder = [...insertions].sort((a, b) => b.at - a.at)
  return inOrder.reduce(
    (text, { at, text: added }) => text.slice(0, at) + added + text.slice(at),
    source,
  )
}
