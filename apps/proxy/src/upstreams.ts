import type { UpstreamOptions } from '@x/proxy'
import type { Environment } from './environment.ts'

/** The providers as the environment names them; what it leaves open is the vendor's own. */
export function resolveUpstreams({
  upstreams,
  keys,
}: Environment): Record<'openai' | 'anthropic' | 'gemini', UpstreamOptions> {
  const upstream = (baseUrl: string | undefined, key?: string): UpstreamOptions => ({
    ...(baseUrl !== undefined && { baseUrl }),
    ...(key !== undefined && { key }),
  })
  return {
    openai: upstream(upstreams.openai, keys.openai),
    anthropic: upstream(upstreams.anthropic, keys.anthropic),
    gemini: upstream(upstreams.gemini),
  }
}
