import { detect } from '@x/classifier'
import { createPipeline, type PipelineResult, STAGE_NAMES, type Transcript } from '@x/pipeline'
import type { Tokenizer } from '@x/tokens'
import { type Cell, markdownTable } from '../../table.ts'
import { POLICY, transcriptsOf } from './conversations.ts'
import { FAMILIES } from './corpus.ts'

const CONVERSATIONS = 8

interface Tally {
  parts: number
  tokens: number
  detectMs: number
  readonly gains: number[]
  readonly ms: number[]
}

/** What each stage takes off the parts of each kind, and for how long, beside the time that telling the kind takes. */
export function kindsTable(dataFolder: string, tokenizer: Tokenizer): string {
  const tallies = new Map<string, Tally>()
  for (const { file, split } of FAMILIES) {
    for (const transcript of transcriptsOf(dataFolder, file, split).slice(0, CONVERSATIONS)) {
      addParts(tallies, transcript, tokenizer)
    }
  }
  const rows = [...tallies]
    .sort(([, a], [, b]) => b.tokens - a.tokens)
    .map(([kind, { parts, tokens, gains, ms, detectMs }]): Cell[] => [
      `\`${kind}\``,
      parts,
      tokens.toLocaleString('en-US'),
      ...STAGE_NAMES.flatMap((_, i) => [percent(gains[i]! / tokens), ms[i]!.toFixed(0)]),
      detectMs.toFixed(0),
    ])
  const stages = STAGE_NAMES.flatMap((name) => [name, 'ms'])
  return markdownTable(['kind', 'parts', 'tokens', ...stages, '`detect`, ms'], rows)
}

/** Runs prefix after prefix: what is remembered of the one before leaves the last part alone. */
function addParts(tallies: Map<string, Tally>, transcript: Transcript, tokenizer: Tokenizer): void {
  const now = () => performance.now()
  const pipeline = createPipeline({ tokenizer, policy: POLICY, now })
  let before: readonly number[] = STAGE_NAMES.map(() => 0)
  for (const [at, part] of transcript.parts.entries()) {
    const result = pipeline.run({ ...transcript, parts: transcript.parts.slice(0, at + 1) })
    const gains = STAGE_NAMES.map((name) => gainOf(result, name))
    if (part.role === 'tool' || part.role === 'user') {
      const start = now()
      const { kind } = detect(part.text)
      const tally = tallyOf(tallies, kind)
      tally.detectMs += now() - start
      tally.parts += 1
      tally.tokens += result.parts[at]!.tokensBefore
      for (const [i, name] of STAGE_NAMES.entries()) {
        tally.gains[i]! += gains[i]! - before[i]!
        tally.ms[i]! += result.stages.find((stage) => stage.name === name)?.elapsedMs ?? 0
      }
    }
    before = gains
  }
}

function tallyOf(tallies: Map<string, Tally>, kind: string): Tally {
  const zeros = () => STAGE_NAMES.map(() => 0)
  const made = { parts: 0, tokens: 0, detectMs: 0, gains: zeros(), ms: zeros() }
  const tally = tallies.get(kind) ?? made
  tallies.set(kind, tally)
  return tally
}

function gainOf({ stages }: PipelineResult, name: string): number {
  const stage = stages.find((one) => one.name === name)
  return stage === undefined ? 0 : stage.tokensBefore - stage.tokensAfter
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`
}
