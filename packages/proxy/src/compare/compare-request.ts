import { z } from '@hono/zod-openapi'

/** Shares of tokens to keep, by the name that OpenCompact gave them. */
export const PRESETS: Readonly<Record<'light' | 'balanced' | 'max', number>> = {
  light: 0.8,
  balanced: 0.5,
  max: 0.3,
}

/** Ways to compress. Those that drop text need a model of `@x/classifier`. */
export const STRATEGIES: readonly ['auto', 'structured', 'natural', 'lossless'] = [
  'auto',
  'structured',
  'natural',
  'lossless',
]

/** What a lossy compressor was asked for. */
export interface LossyWish {
  readonly compression_rate?: number | null | undefined
  readonly strategy?: (typeof STRATEGIES)[number] | null | undefined
  readonly preset?: keyof typeof PRESETS | null | undefined
}

/** What both routes of OpenCompact's API may ask of a lossy compressor. */
export const LOSSY_FIELDS: {
  readonly [Name in keyof LossyWish]-?: z.ZodType<LossyWish[Name]>
} = {
  compression_rate: z
    .number()
    .gt(0)
    .max(1)
    .nullish()
    .openapi({ description: 'Share of tokens to keep.' }),
  strategy: z.enum(STRATEGIES).nullish(),
  preset: z.enum(Object.keys(PRESETS) as (keyof typeof PRESETS)[]).nullish(),
}

/** The body of `POST /api/compare`. */
export interface CompareRequest extends LossyWish {
  readonly model: string
  readonly system_prompt: string
  readonly user_prompt: string
  readonly dict_enabled: boolean
  readonly max_tokens?: number | undefined
}

/** The body of `POST /api/compare`, checked. */
export const CompareRequest: z.ZodType<CompareRequest> = z
  .object({
    model: z.string().min(1),
    system_prompt: z.string().default(''),
    user_prompt: z.string().min(1),
    dict_enabled: z.boolean().default(true),
    max_tokens: z.int().min(1).optional(),
    ...LOSSY_FIELDS,
  })
  .openapi('CompareRequest')

/** What became of a wish for loss: nothing is dropped in silence, and no wish is ignored in silence. */
export interface RateReport {
  readonly requested: number | null
  /** The share that was really kept by dropping text; null where nothing may be dropped. */
  readonly applied: number | null
  readonly reason: string
}

/** Says what a lossy wish comes to here: this build only rewrites exactly. */
export function reportRate({ compression_rate, preset, strategy }: LossyWish): RateReport {
  const requested = compression_rate ?? (preset ? PRESETS[preset] : null)
  const reason =
    strategy === 'lossless'
      ? 'lossless was asked for'
      : 'no keep/drop model is installed: every rewrite is exact'
  return { requested, applied: null, reason }
}
