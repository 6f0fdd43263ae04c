import type { LossReport } from '@x/pipeline'
import type { StageSummary } from '../compression/compressor.ts'
import type { TextQuality } from '../quality/compare-texts.ts'
import { type LossyWish, type RateReport, reportRate } from './compare-request.ts'

/** What became of a wish, and what the text is: in the `compression_info` event and in answers of `/api/compress`. */
export interface CompressionInfo {
  readonly rate: RateReport
  readonly content_type: string
  readonly density: Readonly<
    Record<'structure_ratio' | 'technical_density' | 'words_per_line', number>
  >
  /** What was dropped; null where nothing was. */
  readonly loss: Readonly<Record<string, unknown>> | null
}

/** @param text what was compressed, as it came */
export async function describeCompression(
  text: string,
  wish: LossyWish,
  loss: LossReport | undefined,
  stages: readonly StageSummary[],
): Promise<CompressionInfo> {
  const { detect, measureDensity } = await import('@x/classifier')
  const density = measureDensity(text)
  const whole = stages.find(({ name }) => name === 'keep')?.skipped
  return {
    rate: reportRate(wish, loss, whole),
    content_type: detect(text).kind,
    density: {
      structure_ratio: round(density.structureRatio),
      technical_density: round(density.technicalTermDensity),
      words_per_line: round(density.wordsPerLine),
    },
    loss: loss === undefined || loss.parts === 0 ? null : describeLoss(loss),
  }
}

function round(figure: number): number {
  return Math.round(figure * 10_000) / 10_000
}

function describeLoss(loss: LossReport): Record<string, unknown> {
  return {
    parts: loss.parts,
    tokens_before: loss.tokensBefore,
    tokens_after: loss.tokensAfter,
    units: loss.units,
    gaps: loss.gaps,
    flagged_kept: loss.flaggedKept,
    flagged_dropped: loss.flaggedDropped,
    backends: loss.backends,
    fallbacks: loss.fallbacks,
  }
}

/** The figures of a quality comparison, under OpenCompact's names. */
export function describeQuality(
  compared: string,
  quality: TextQuality,
): Readonly<Record<string, unknown>> {
  return {
    compared,
    cosine_similarity: quality.cosineSimilarity,
    information_retention: quality.informationRetention,
    structural_preservation: quality.structuralPreservation,
  }
}
