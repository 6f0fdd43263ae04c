import { writeFileSync } from 'node:fs'
import {
  createPipeline,
  LOSS_STRATEGIES,
  type LossStrategy,
  type Mode,
  type PipelineResult,
  type Policy,
  type RenderedPart,
  restoreTranscript,
} from '@x/pipeline'
import { type ReadDocument, readDocument, restoreDocument } from '@x/pipeline/dialects'
import { CACHE_RULES, resolveCacheRules, withStartRule } from '@x/pipeline/planner'
import { loadTokenizer, type ModelEncoding, resolveModel } from '@x/tokens'
import { Command, InvalidArgumentError, Option } from 'commander'
import { describeRun } from '../describe-run.ts'
import { readInput, textOf } from '../input.ts'

interface CompressOptions {
  readonly model?: string
  readonly mode: Mode
  readonly provider?: string
  readonly rate?: number
  readonly strategy?: LossStrategy
  readonly keeper?: 'linear' | 'heuristic'
  readonly threshold?: number
  readonly json?: true
  readonly output?: string
}

/** One dry run and what it was made with. */
interface Run {
  readonly model: string
  readonly encoding: ModelEncoding
  readonly document: ReadDocument
  readonly result: PipelineResult
  /** The compressed document; where nothing was dropped, decoded and compared with the source. */
  readonly output: string
}

/** Counts when neither the caller nor the document names a model. */
const DEFAULT_MODEL = 'gpt-5'

/** `pith compress [FILE|-]`: the dry run, in words or as JSON. */
export function compressCommand(): Command {
  return new Command('compress')
    .description('show what a text or a chat request costs before and after compression')
    .argument('[file]', 'a text or a chat request ({"messages": [...]}); - reads standard input')
    .option(
      '--model <id>',
      `whose tokens count (default: the request's model, or ${DEFAULT_MODEL})`,
    )
    .addOption(
      new Option(
        '--mode <mode>',
        'hybrid compresses from the threshold on, strict always; aggressive is like hybrid and drops text',
      )
        .choices(['hybrid', 'strict', 'aggressive'])
        .default('hybrid'),
    )
    .addOption(
      new Option(
        '--provider <id>',
        "never push a prompt below this provider's cached minimum",
      ).choices(CACHE_RULES.map(({ id }) => id)),
    )
    .option(
      '--rate <share>',
      'drop text until this share of the tokens is left (aggressive: 0.5); not restorable',
      parseRate,
    )
    .addOption(
      new Option(
        '--strategy <name>',
        'how text is dropped (default: auto, by kind and density)',
      ).choices(LOSS_STRATEGIES),
    )
    .addOption(
      new Option('--keeper <name>', 'what decides what is dropped (default: linear)').choices([
        'linear',
        'heuristic',
      ]),
    )
    .option('--threshold <tokens>', 'where hybrid begins (default: 4500)', parseTokens)
    .option(
      '-o, --output <file>',
      'write the compressed document; pith restore takes it back where nothing was dropped',
    )
    .option('--json', 'print one JSON object')
    .action(async (file: string | undefined, options: CompressOptions) => {
      const run = await compress(textOf(readInput(file)), options)
      if (options.output !== undefined) writeFileSync(options.output, run.output)
      console.log(options.json === true ? JSON.stringify(toJson(run)) : describeRun(run.result))
    })
}

function parseTokens(value: string): number {
  if (/^\d+$/.test(value)) return Number(value)
  throw new InvalidArgumentError('give a whole number of tokens.')
}

function parseRate(value: string): number {
  const rate = /^\d*\.?\d+$/.test(value) ? Number(value) : Number.NaN
  if (rate > 0 && rate <= 1) return rate
  throw new InvalidArgumentError('give a share above 0 and up to 1.')
}

async function compress(source: string, options: CompressOptions): Promise<Run> {
  const document = readDocument(source)
  const model = options.model ?? document.model ?? DEFAULT_MODEL
  const encoding = resolveModel(model)
  const policy = policyOf(options)
  const mayLose = policy.loss !== undefined || policy.mode === 'aggressive'
  const pipeline = createPipeline({
    tokenizer: await loadTokenizer(encoding.encoding),
    approximate: encoding.approximate,
    alsoCount: encoding.approximate ? [await loadTokenizer('cl100k_base')] : [],
    now: () => performance.now(),
    policy,
    // What decides is loaded only for those who opt in.
    ...(mayLose && { keeper: await (await import('@x/pipeline/keep')).loadKeeper(options.keeper) }),
  })
  const result = await pipeline.runAsync(document.transcript)
  const output = document.splice(result.parts)
  if (isProven(result, output, source)) return { model, encoding, document, result, output }
  throw new Error('the compressed document does not decode to its source: please report this input')
}

/** Whether every text that lost nothing decodes to its source. */
function isProven({ parts, fidelity }: PipelineResult, output: string, source: string): boolean {
  if (fidelity !== 'lossy') return restoreDocument(output) === source
  const restored = restoreTranscript(parts, { lossy: 'kept' }).parts
  return parts.every(
    ({ part, fidelity: own }, at) => own === 'lossy' || restored[at]?.text === part.text,
  )
}

/** With a provider the start rule holds, without one only threshold and mode do. */
function policyOf({ mode, threshold, provider, rate, strategy }: CompressOptions): Policy {
  const loss = { ...(rate !== undefined && { rate }), ...(strategy && { strategy }) }
  const policy: Policy = {
    mode,
    ...(threshold === undefined ? {} : { thresholdTokens: threshold }),
    ...(Object.keys(loss).length > 0 && { loss }),
  }
  return provider === undefined ? policy : withStartRule(policy, resolveCacheRules(provider))
}

function toJson({ model, encoding, document, result, output }: Run): object {
  return {
    model,
    encoding: encoding.encoding,
    approximate: encoding.approximate,
    tokensBefore: result.tokensBefore,
    tokensAfter: result.tokensAfter,
    savings: result.savings,
    elapsedMs: result.elapsedMs,
    fidelity: result.fidelity,
    stages: result.stages,
    ...(result.loss && { loss: result.loss, parts: result.parts.map(partJson) }),
    ...(document.dialect === 'text' ? { text: output } : { messages: JSON.parse(output).messages }),
  }
}

/** One text: what it is, and what became of it. */
function partJson({ part, text: _text, ...rendered }: RenderedPart): object {
  return { id: part.id, role: part.role, ...rendered }
}
