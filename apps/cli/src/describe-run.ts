import type { PipelineResult, StageReport } from '@x/pipeline'

const whole = new Intl.NumberFormat('en-US')

/** The dry run in words: tokens, savings, time, and what each stage gave. */
export function describeRun(result: PipelineResult): string {
  const saved = result.tokensBefore - result.tokensAfter
  return [
    `Input:   ${whole.format(result.tokensBefore)} tokens`,
    `Output:  ${whole.format(result.tokensAfter)} tokens`,
    `Saved:   ${whole.format(saved)} tokens (${(result.savings * 100).toFixed(1)}%)`,
    `Time:    ${result.elapsedMs.toFixed(1)}ms`,
    '',
    `Stages: ${result.stages.map(describeStage).join(' → ')}`,
    ...(result.approximate ? ['', APPROXIMATE] : []),
  ].join('\n')
}

const APPROXIMATE =
  "Approximate: the model's own tokenizer is not public; the counts are those of the encoding that stands in."

function describeStage(stage: StageReport): string {
  if (stage.skipped !== undefined) return `${stage.name} (skipped: ${stage.skipped})`
  return `${stage.name} (${whole.format(stage.tokensBefore - stage.tokensAfter)} tokens saved)`
}
