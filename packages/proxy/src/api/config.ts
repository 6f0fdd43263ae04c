import { PRESETS, STRATEGIES } from '../compare/compare-request.ts'
import type { ProxySettings } from '../options.ts'
import { MAX_DOCUMENTS } from './compress-schemas.ts'

/** Models to begin with in the playground; any other id works as well. */
const MODELS = [
  'gpt-5',
  'gpt-5-mini',
  'gpt-4.1',
  'gpt-4o',
  'gpt-4o-mini',
  'claude-sonnet-4-6',
  'claude-opus-4-8',
]

/** The body of `GET /api/config`: what may be chosen, and what stands where nothing is. */
export function describeConfig({ policy, limits, upstreams, demo }: ProxySettings): unknown {
  const answers = (name: 'openai' | 'anthropic'): string => {
    if (upstreams[name].key !== undefined || upstreams[name].isConfigured) return 'upstream'
    return demo === undefined ? 'caller key needed' : 'demo'
  }
  return {
    models: MODELS.map((id) => ({
      id,
      answered_by: answers(id.startsWith('claude') ? 'anthropic' : 'openai'),
    })),
    presets: PRESETS,
    strategies: STRATEGIES,
    lossy: {
      available: true,
      reason:
        'opt in by a rate, a preset, a strategy or mode aggressive; nothing is dropped without',
    },
    modes: ['hybrid', 'strict', 'aggressive'],
    defaults: {
      model: MODELS[0],
      mode: policy.mode,
      threshold_tokens: policy.thresholdTokens,
      compression_rate: policy.loss?.rate ?? PRESETS.balanced,
      strategy: 'auto',
      preset: null,
      dict_enabled: true,
    },
    limits: { max_documents: MAX_DOCUMENTS, max_body_bytes: limits.maxBodyBytes },
  }
}
