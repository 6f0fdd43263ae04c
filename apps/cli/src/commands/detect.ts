import { type Density, type Detection, detect, measureDensity } from '@x/classifier'
import { Command } from 'commander'
import { readInput, textOf } from '../input.ts'

/** `pith detect [FILE|-]`: what a text is, as a whole and stretch by stretch. */
export function detectCommand(): Command {
  return new Command('detect')
    .description('say what a text is, which kinds its stretches are, and how dense it is')
    .argument('[file]', 'a text; - reads standard input')
    .option('--json', 'print one JSON object')
    .action((file: string | undefined, options: { readonly json?: true }) => {
      const text = textOf(readInput(file))
      const detection = detect(text)
      const density = measureDensity(text)
      if (options.json === true) console.log(JSON.stringify({ ...detection, density }))
      else console.log(describeDetection(detection, density))
    })
}

function describeDetection(detection: Detection, density: Density): string {
  const { kind, confidence, language, spans } = detection
  const named = language === undefined ? kind : `${kind} (${language})`
  return [
    `Kind:     ${named}, confidence ${confidence.toFixed(2)}`,
    `Density:  ${density.score.toFixed(2)} (structure ${density.structureRatio.toFixed(2)}, technical terms ${density.technicalTermDensity.toFixed(2)}, ${density.wordsPerLine.toFixed(1)} words a line)`,
    ...spans.map(describeSpan),
  ].join('\n')
}

function describeSpan({ start, end, kind, language }: Detection['spans'][number]): string {
  return `${`${start}-${end}`.padEnd(16)} ${language === undefined ? kind : `${kind} (${language})`}`
}
