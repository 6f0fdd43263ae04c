import type { ReplayedRequest, ReplayPrice, ReplayResult } from '@x/pipeline/replay'

const whole = new Intl.NumberFormat('en-US')

/** A replay in words: each request, the totals, what each stage gave, and the price under each provider's rules. */
export function describeReplay(result: ReplayResult): string {
  return [
    'request   tokens     sent   saved   prefix kept',
    ...result.requests.map(describeRequest),
    '',
    `Total:   ${whole.format(result.tokensBefore)} tokens, sent ${whole.format(result.tokensAfter)} (${percent(result.savings)} saved) in ${whole.format(result.requests.length)} requests`,
    `Prefix:  ${whole.format(result.prefixBytesKept)} bytes kept, ${whole.format(result.prefixBreaks)} parts broken`,
    `Stages:  ${describeGains(result.gains)}`,
    ...(result.failures > 0
      ? [`Caught:  ${whole.format(result.failures)} forms were dropped`]
      : []),
    '',
    'price, in uncached input tokens   without        with   ratio   worst conversation',
    ...result.prices.map(describePrice),
  ].join('\n')
}

function describeRequest(request: ReplayedRequest, at: number): string {
  const { tokensBefore, tokensAfter, prefixBytesKept } = request
  const savings = tokensBefore === 0 ? 0 : 1 - tokensAfter / tokensBefore
  return [
    `#${at + 1}`.padEnd(7),
    whole.format(tokensBefore).padStart(9),
    whole.format(tokensAfter).padStart(8),
    percent(savings).padStart(7),
    `${whole.format(prefixBytesKept)} bytes`.padStart(13),
  ].join(' ')
}

function describeGains(gains: Readonly<Record<string, number>>): string {
  return Object.entries(gains)
    .map(([name, tokens]) => `${name} ${whole.format(tokens)}`)
    .join(', ')
}

function describePrice(price: ReplayPrice): string {
  return [
    price.provider.padEnd(30),
    whole.format(Math.round(price.without)).padStart(10),
    whole.format(Math.round(price.with)).padStart(11),
    price.pooledRatio.toFixed(3).padStart(7),
    price.worstRatio.toFixed(3).padStart(8),
  ].join(' ')
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`
}
