import type { Mode } from '@x/pipeline'
import { CACHE_RULES, type CacheRules, cacheRulesOf, resolveCacheRules } from '@x/pipeline/planner'
import { type ReplayResult, readTrace, replay, type Trace, TraceError } from '@x/pipeline/replay'
import { loadTokenizer, resolveModel } from '@x/tokens'
import { Command, Option } from 'commander'
import { describeReplay } from '../describe-replay.ts'
import { InputError, readInput, textOf } from '../input.ts'

interface ReplayCommandOptions {
  readonly provider: string
  readonly model?: string
  readonly mode: Mode
  readonly json?: true
}

const DEFAULT_MODEL = 'gpt-5'

/** `pith replay TRACE`: tokens and price of recorded conversations with and without Pith, request by request. */
export function replayCommand(): Command {
  return new Command('replay')
    .description('price recorded conversations with and without Pith')
    .argument('[trace]', 'OpenAI or Anthropic JSON, JSON Lines of requests, an agent trajectory')
    .addOption(
      new Option('--provider <id>', "whose cache rules; all for every one, auto for the model's")
        .choices(['auto', 'all', ...CACHE_RULES.map(({ id }) => id)])
        .default('auto'),
    )
    .option('--model <id>', `whose tokens count (default: the trace's model, or ${DEFAULT_MODEL})`)
    .addOption(
      new Option('--mode <mode>', 'hybrid compresses from 4,500 tokens on, strict always')
        .choices(['hybrid', 'strict'])
        .default('hybrid'),
    )
    .option('--json', 'print one JSON object')
    .action(async (file: string | undefined, options: ReplayCommandOptions) => {
      const input = readInput(file)
      const trace = readTraceOf(textOf(input), input.name)
      const model = options.model ?? trace.conversations[0]?.model ?? DEFAULT_MODEL
      const result = await run(trace, model, options)
      const json = { model, ...resolveModel(model), ...result }
      console.log(options.json === true ? JSON.stringify(json) : describeReplay(result))
    })
}

function readTraceOf(text: string, name: string): Trace {
  try {
    return readTrace(text)
  } catch (error) {
    if (!(error instanceof TraceError)) throw error
    throw new InputError(`${name}: ${error.message}`, { cause: error })
  }
}

async function run(
  trace: Trace,
  model: string,
  options: ReplayCommandOptions,
): Promise<ReplayResult> {
  const { encoding, approximate } = resolveModel(model)
  return replay(trace, {
    tokenizer: await loadTokenizer(encoding),
    ...(approximate ? { alsoCount: [await loadTokenizer('cl100k_base')] } : {}),
    approximate,
    policy: { mode: options.mode },
    providers: rulesOf(options.provider, model),
  })
}

function rulesOf(provider: string, model: string): readonly CacheRules[] {
  if (provider === 'all') return CACHE_RULES
  return [provider === 'auto' ? cacheRulesOf(model) : resolveCacheRules(provider)]
}
