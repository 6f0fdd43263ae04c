import {
  createKeepClassifier,
  type KeepClassifierOptions,
  type KeepResult,
  linear,
  type UnitName,
} from '@x/classifier'
import { onnxNode } from '@x/classifier/node'
import { loadTokenizer } from '@x/tokens'
import { Command, InvalidArgumentError, Option } from 'commander'
import { describeKeep } from '../describe-keep.ts'
import { readInput, textOf } from '../input.ts'

interface KeepCommandOptions {
  readonly rate: number
  readonly query?: string
  readonly unit: UnitName
  readonly backend: keyof typeof BACKENDS
  readonly json?: true
}

const UNITS: readonly UnitName[] = ['auto', 'field', 'row', 'line', 'sentence', 'word']
const ENCODING = 'o200k_base'

const BACKENDS = {
  linear: () => linear(),
  onnx: () => onnxNode(),
  heuristic: () => 'heuristic',
} as const satisfies Record<string, () => KeepClassifierOptions['backend']>

/** `pith keep [FILE|-]`: a share of a text, by what matters in it. */
export function keepCommand(): Command {
  return new Command('keep')
    .description('print what matters of a text, a mark for each gap (lossy)')
    .argument('[file]', 'a text; - reads standard input')
    .requiredOption('--rate <rate>', 'share of tokens to keep, above 0 and up to 1', parseRate)
    .option('--query <text>', 'what the text is wanted for, such as a question')
    .addOption(
      new Option('--unit <unit>', 'what is kept or dropped as a whole')
        .choices(UNITS)
        .default('auto'),
    )
    .addOption(
      new Option('--backend <backend>', 'onnx needs onnxruntime-node and a model folder')
        .choices(Object.keys(BACKENDS))
        .default('linear'),
    )
    .option('--json', 'print one JSON object')
    .action(async (file: string | undefined, options: KeepCommandOptions) => {
      const { result, elapsedMs } = await keep(textOf(readInput(file)), options)
      if (options.json === true) console.log(JSON.stringify(toJson(result, elapsedMs)))
      else process.stdout.write(result.text)
      console.error(describeKeep(result))
    })
}

function parseRate(value: string): number {
  const rate = Number(value)
  if (value.trim() !== '' && rate > 0 && rate <= 1) return rate
  throw new InvalidArgumentError('give a number above 0 and up to 1, such as 0.3.')
}

async function keep(
  text: string,
  { rate, query, unit, backend }: KeepCommandOptions,
): Promise<{ readonly result: KeepResult; readonly elapsedMs: number }> {
  const { countTokens } = await loadTokenizer(ENCODING)
  const classifier = createKeepClassifier({ backend: BACKENDS[backend]() })
  try {
    const start = performance.now()
    const options = { rate, unit, countTokens, ...(query === undefined ? {} : { query }) }
    const result = await classifier.keep(text, options)
    return { result, elapsedMs: performance.now() - start }
  } finally {
    await classifier.close()
  }
}

function toJson(result: KeepResult, elapsedMs: number): object {
  const { kind, backend, rate, unit, tokensBefore, tokensAfter, text, kept } = result
  return { kind, backend, rate, unit, tokensBefore, tokensAfter, elapsedMs, text, kept }
}
