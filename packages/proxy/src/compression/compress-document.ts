import { type RenderedPart, restoreTranscript } from '@x/pipeline'
import { readDocument } from '@x/pipeline/dialects'
import { compareTexts, type TextQuality } from '../quality/compare-texts.ts'
import type { DocumentCompression, DocumentJob } from './compressor.ts'
import { type createPipelines, FALLBACK_MODEL, type PipelineWish } from './pipelines.ts'

/** Compresses a document that goes nowhere: what it would be sent as, and what that would save. */
export async function compressDocument(
  job: DocumentJob,
  pipelineFor: ReturnType<typeof createPipelines>,
): Promise<DocumentCompression> {
  const document = readDocument(job.source)
  const model = job.model ?? document.model ?? FALLBACK_MODEL
  const wish: PipelineWish = { model, policy: job.policy, isSent: false, isRemembered: false }
  const { pipeline, encoding, approximate, mayLose } = await pipelineFor(wish)
  const { transcript } = document
  const result = mayLose ? await pipeline.runAsync(transcript) : pipeline.run(transcript)
  return {
    model,
    encoding,
    approximate,
    tokensBefore: result.tokensBefore,
    tokensAfter: result.tokensAfter,
    savings: result.savings,
    elapsedMs: result.elapsedMs,
    fidelity: result.fidelity,
    stages: result.stages,
    ...(result.loss && { loss: result.loss }),
    ...(result.fidelity === 'lossy' && { quality: qualityOf(result.parts) }),
    dialect: document.dialect,
    output: document.splice(result.parts),
  }
}

/** What was kept, before exact forms, beside what came. */
function qualityOf(parts: readonly RenderedPart[]): TextQuality {
  const kept = restoreTranscript(parts, { lossy: 'kept' }).parts
  const textOf = (all: readonly { readonly text: string }[]): string =>
    all.map(({ text }) => text).join('\n')
  return compareTexts(textOf(parts.map(({ part }) => part)), textOf(kept))
}
