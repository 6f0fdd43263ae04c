import { z } from '@hono/zod-openapi'
import { LOSSY_FIELDS, type LossyWish } from '../compare/compare-request.ts'

/** Documents of one batch. */
export const MAX_DOCUMENTS = 50

const SETTINGS = {
  model: z.string().min(1).optional().openapi({ description: 'Whose tokens are counted.' }),
  mode: z.enum(['strict', 'hybrid', 'aggressive']).default('strict').openapi({
    description:
      '`strict` always compresses, `hybrid` from the threshold on, `aggressive` like it, and drops half where no rate is named.',
  }),
  threshold_tokens: z.int().min(0).default(4500),
  ...LOSSY_FIELDS,
}

/** What every request of `/api/compress` may choose. */
export interface CompressSettings extends LossyWish {
  readonly model?: string | undefined
  readonly mode: 'strict' | 'hybrid' | 'aggressive'
  readonly threshold_tokens: number
}

/** One text. */
export const TextRequest: z.ZodType<CompressSettings & { readonly text: string }> = z
  .strictObject({ text: z.string(), ...SETTINGS })
  .openapi('CompressTextRequest')

/** A chat request of a known dialect, as it would be sent to its model API. */
export const ChatRequest: z.ZodType<CompressSettings> = z
  .looseObject({ messages: z.array(z.unknown()), ...SETTINGS })
  .openapi('CompressChatRequest')

/** Up to fifty texts at once. */
export const BatchRequest: z.ZodType<CompressSettings & { readonly documents: readonly string[] }> =
  z
    .strictObject({ documents: z.array(z.string()).min(1).max(MAX_DOCUMENTS), ...SETTINGS })
    .openapi('CompressBatchRequest')

const StageResult = z.object({
  name: z.string(),
  tokensBefore: z.int(),
  tokensAfter: z.int(),
  elapsedMs: z.number(),
  skipped: z.string().optional(),
})

/** What compressing one document gave: the JSON of `pith compress --json`. */
export const CompressResult: z.ZodType = z
  .object({
    model: z.string(),
    encoding: z.string(),
    approximate: z.boolean(),
    tokensBefore: z.int(),
    tokensAfter: z.int(),
    savings: z.number(),
    elapsedMs: z.number(),
    fidelity: z.enum(['verbatim', 'exact', 'lossy']),
    stages: z.array(StageResult),
    rate: z.object({
      requested: z.number().nullable(),
      aimed: z.number().nullable(),
      applied: z.number().nullable(),
      reason: z.string(),
    }),
    content_type: z.string(),
    density: z.object({
      structure_ratio: z.number(),
      technical_density: z.number(),
      words_per_line: z.number(),
    }),
    loss: z
      .object({
        parts: z.int(),
        tokens_before: z.int(),
        tokens_after: z.int(),
        units: z.array(z.string()),
        gaps: z.int(),
        flagged_kept: z.int(),
        flagged_dropped: z.int(),
        backends: z.array(z.string()),
        fallbacks: z.array(z.string()),
      })
      .nullable()
      .openapi({ description: 'What was dropped; null where nothing was.' }),
    quality: z
      .object({
        compared: z.string(),
        cosine_similarity: z.number(),
        information_retention: z.number(),
        structural_preservation: z.number(),
      })
      .optional()
      .openapi({
        description: 'What was kept beside the text that came, where something was dropped.',
      }),
    text: z.string().optional().openapi({ description: 'For a text.' }),
    messages: z.array(z.unknown()).optional().openapi({ description: 'For a chat request.' }),
  })
  .openapi('CompressResult')

/** What compressing a batch gave, in the order of the documents. */
export const BatchResult: z.ZodType = z
  .object({ results: z.array(CompressResult) })
  .openapi('CompressBatchResult')

/** An error of the proxy's own routes. */
export const ApiError: z.ZodType = z
  .object({
    error: z.object({
      message: z.string(),
      type: z.string(),
      param: z.string().nullable(),
      code: z.string(),
    }),
  })
  .openapi('ApiError')
