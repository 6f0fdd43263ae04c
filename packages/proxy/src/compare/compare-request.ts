import { z } from '@hono/zod-openapi'
import type { LossPolicy, LossReport } from '@x/pipeline'

/** Shares of tokens to keep, by the name that OpenCompact gave them. */
export const PRESETS: Readonly<Record<'light' | 'balanced' | 'max', number>> = {
  light: 0.8,
  balanced: 0.5,
  max: 0.3,
}

/** Ways to compress: by kind and density of the text, as if it were all structured or all natural, or exactly. */
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
  /** `aggressive` is a wish for loss, too. */
  readonly mode?: string
}

/** What both routes of OpenCompact's API may ask of a lossy compressor. */
export const LOSSY_FIELDS: {
  readonly [Name in Exclude<keyof LossyWish, 'mode'>]-?: z.ZodType<LossyWish[Name]>
} = {
  compression_rate: z
    .number()
    .gt(0)
    .max(1)
    .nullish()
    .openapi({ description: 'Share of tokens to keep; text may be dropped for it.' }),
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
  .strictObject({
    model: z.string().min(1),
    system_prompt: z.string().default(''),
    user_prompt: z.string().min(1),
    dict_enabled: z.boolean().default(true),
    max_tokens: z.int().min(1).optional(),
    ...LOSSY_FIELDS,
  })
  .openapi('CompareRequest')

/** Roles of what `/api/*` is given to compress: a prompt, a tool result. */
const ROLES = ['tool', 'user'] as const

/** A question is shorter, and loses nothing. */
const MIN_TOKENS = 64

/** The share of tokens to keep that was asked for; `undefined` where no loss was. */
function requestedRate(wish: LossyWish): number | undefined {
  const { compression_rate, preset, strategy, mode } = wish
  const named = compression_rate ?? (preset ? PRESETS[preset] : undefined)
  const isLossy = strategy === 'structured' || strategy === 'natural' || mode === 'aggressive'
  return named ?? (isLossy ? PRESETS.balanced : undefined)
}

/** What may be dropped: naming a rate, a preset, a lossy strategy or mode `aggressive` opts in, `lossless` never does. */
export function lossOf(wish: LossyWish): LossPolicy | undefined {
  const rate = requestedRate(wish)
  const { strategy } = wish
  if (rate === undefined || rate === 1 || strategy === 'lossless') return undefined
  return { rate, strategy: strategy ?? 'auto', roles: ROLES, minTokens: MIN_TOKENS }
}

/** What became of a wish for loss: nothing is dropped in silence, and no wish is ignored in silence. */
export interface RateReport {
  readonly requested: number | null
  /** The rate for texts of this density, weighted by tokens. */
  readonly aimed: number | null
  /** The share of tokens that is left of texts that lost something; null where nothing was dropped. */
  readonly applied: number | null
  readonly reason: string
}

/**
 * Says what a lossy wish came to.
 * @param whole why nothing was dropped, as the keep stage says it
 */
export function reportRate(
  wish: LossyWish,
  loss: LossReport | undefined,
  whole: string | undefined,
): RateReport {
  const requested = requestedRate(wish) ?? null
  const none = { requested, aimed: null, applied: null }
  if (wish.strategy === 'lossless') return { ...none, reason: 'lossless was asked for' }
  if (requested === null) return { ...none, reason: 'no rate was asked for' }
  if (loss === undefined || loss.parts === 0) {
    return { ...none, reason: whole ?? 'nothing may be dropped' }
  }
  const { rateAimed: aimed, rateReached: applied, backends } = loss
  return { requested, aimed, applied, reason: `kept by ${backends.join(' and ')}` }
}
