import type { CodecComparison, CodecResult, EmpiricalLimit } from '@x/codecs'

/** What `pith inspect` shows of one input. */
export interface InspectReport extends CodecComparison {
  readonly name: string
  readonly entropy: readonly EmpiricalLimit[]
}

const HEAD = ['codec', 'bytes', 'ratio', 'saved', 'bits/char', 'seal MB/s', 'open MB/s', 'exact']

/** The report as a table in plain text. */
export function describeCodecs(report: InspectReport): string {
  const rows = [HEAD, ...report.results.map(cellsOf)]
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  const lines = rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!),
      )
      .join('  '),
  )
  const tokens = report.originalTokens === undefined ? '' : `, ${report.originalTokens} tokens`
  const entropy = report.entropy.map(
    ({ order, entropyBitsPerUnit, minBytes }) =>
      `order ${order}: ${entropyBitsPerUnit.toFixed(3)} bits a character, ${minBytes} bytes`,
  )
  return [
    `${report.name}: ${report.originalBytes} bytes${tokens}`,
    `SHA-256 ${report.results[0]?.originalSha256 ?? ''}`,
    '',
    ...lines,
    ...report.missing.map(({ codec, reason }) => `${codec}: ${reason}`),
    '',
    'Empirical entropy, counts for free (no bound for a codec that knows more):',
    ...entropy,
  ].join('\n')
}

function cellsOf(result: CodecResult): string[] {
  return [
    result.codec,
    String(result.sealedBytes),
    result.compressionRatio.toFixed(2),
    `${(result.savings * 100).toFixed(1)} %`,
    result.bitsPerCharacter.toFixed(2),
    (result.sealMegabytesPerSecond ?? 0).toFixed(2),
    (result.openMegabytesPerSecond ?? 0).toFixed(2),
    result.isExact ? 'yes' : `NO (${result.reconstructionError})`,
  ]
}
