import type { LossReport, PipelineResult, StageReport } from '@x/pipeline'

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
    ...(result.loss !== undefined && result.loss.parts > 0 ? ['', describeLoss(result.loss)] : []),
    ...(result.approximate ? ['', APPROXIMATE] : []),
  ].join('\n')
}

function describeLoss(loss: LossReport): string {
  const percent = (share: number): string => `${(share * 100).toFixed(1)}%`
  const { rateAsked, rateAimed, rateReached, parts, gaps, units, backends, flaggedDropped } = loss
  return [
    `Lossy: ${percent(rateReached)} sent of ${whole.format(loss.tokensBefore)} tokens in ${count(parts, 'text')}`,
    ` (asked ${percent(rateAsked)}, for their density ${percent(rateAimed)}),`,
    ` ${count(gaps, 'gap')}, by ${units.join(' and ')}, ${backends.join(' and ')}.`,
    flaggedDropped > 0 ? ` ${count(flaggedDropped, 'flagged unit')} did not fit.` : '',
    ' What was dropped cannot be restored from the output.',
  ].join('')
}

function count(number: number, name: string): string {
  return `${whole.format(number)} ${name}${number === 1 ? '' : 's'}`
}

const APPROXIMATE =
  "Approximate: the model's own tokenizer is not public; the counts are those of the encoding that stands in."

function describeStage(stage: StageReport): string {
  if (stage.skipped !== undefined) return `${stage.name} (skipped: ${stage.skipped})`
  return `${stage.name} (${whole.format(stage.tokensBefore - stage.tokensAfter)} tokens saved)`
}
