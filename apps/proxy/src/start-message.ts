import type { Environment } from './environment.ts'

const VENDORS = {
  openai: 'https://api.openai.com/v1',
  anthropic: 'https://api.anthropic.com',
} as const

/** What the server prints when it serves: where it is, what stands behind it, and what to try next. */
export function startMessage(environment: Environment, address: string): string {
  const { upstreams, keys, mode, thresholdTokens } = environment
  const demo = keys.openai === undefined && upstreams.openai === undefined
  const from = `from ${thresholdTokens.toLocaleString('en-US')} tokens on`
  const when = mode === 'strict' ? 'always' : mode === 'aggressive' ? `${from}, drops text` : from
  return [
    `Pith compresses on ${address} (${when})`,
    '',
    `  playground   ${address}/`,
    `  OpenAI SDK   baseURL: '${address}/v1'   -> ${upstreams.openai ?? VENDORS.openai}`,
    `  Anthropic    baseURL: '${address}'      -> ${upstreams.anthropic ?? VENDORS.anthropic}`,
    ...(demo
      ? ['  no key set   calls without a key are answered by a demo, which is no model']
      : []),
    '',
    'Try:',
    `  curl -i ${address}/v1/chat/completions -H 'content-type: application/json' \\`,
    `    -d '{"model":"gpt-4o","messages":[{"role":"user","content":"Hello"}]}'`,
    `  curl ${address}/api/compress -H 'content-type: application/json' -d '{"text":"..."}'`,
  ].join('\n')
}
