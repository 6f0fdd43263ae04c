import type { Counter, Histogram } from 'prom-client'
import type { DriftCause } from '../compression/compressor.ts'
import type { Receipt } from '../receipt.ts'
import type { MetricsSource } from './metrics-source.ts'

/** Counters of everything that went through the proxy. Labels come from fixed lists: no caller can make new ones. */
export interface Metrics extends MetricsSource {
  observe(receipt: Receipt): void
  /** Counts a piece of the proxy that did without another, a store for example. */
  observeDegraded(operation: string): void
}

/** What is measured beside requests. */
export interface MetricsOptions {
  /** Memory, garbage collection, event loop and descriptors of this process. @default true */
  readonly hasProcessMetrics?: boolean
}

/** Seconds: from one that folds nothing new to one that holds a whole repository. */
const COMPRESSION_BUCKETS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

/**
 * Makes metrics with prom-client, which is loaded on the first call. Each has a registry of its own.
 * @example
 * const metrics = await createMetrics()
 * createProxy({ metrics, onReceipt: metrics.observe })
 */
export async function createMetrics(options: MetricsOptions = {}): Promise<Metrics> {
  const client = await import('prom-client')
  const registry = new client.Registry()
  if (options.hasProcessMetrics ?? true) client.collectDefaultMetrics({ register: registry })
  const counter = <Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
  ): Counter<Label> =>
    new client.Counter({ name: `pith_${name}_total`, help, labelNames, registers: [registry] })
  const compression = new client.Histogram({
    name: 'pith_compression_seconds',
    help: 'Time that compressing a request took.',
    buckets: COMPRESSION_BUCKETS,
    registers: [registry],
  })
  const counters = createCounters(counter)
  // What must stay 0 is shown from the start.
  for (const cause of DRIFT_CAUSES) counters.drift.inc({ cause }, 0)
  return {
    contentType: registry.contentType,
    render: () => registry.metrics(),
    observe: (receipt) => observe(receipt, counters, compression),
    observeDegraded: (operation) => counters.degraded.inc({ op: operation }),
  }
}

type MakeCounter = <Label extends string>(
  name: string,
  help: string,
  labels: readonly Label[],
) => Counter<Label>

interface Counters {
  readonly requests: Counter<'provider' | 'route' | 'status' | 'compression' | 'outcome'>
  readonly tokens: Counter<'provider' | 'fidelity' | 'side'>
  readonly stages: Counter<'stage'>
  readonly upstream: Counter<'provider' | 'region'>
  readonly removed: Counter<'provider' | 'region'>
  readonly price: Counter<'rules' | 'kind'>
  readonly degraded: Counter<'op'>
  readonly drift: Counter<'cause'>
  readonly volatile: Counter<'kind'>
  readonly malformed: Counter<'provider'>
  readonly retries: Counter<'provider'>
  readonly resent: Counter<'provider'>
}

const DRIFT_CAUSES: readonly DriftCause[] = ['render', 'stage-failed', 'store-lost', 'refused']

function createCounters(counter: MakeCounter): Counters {
  return {
    requests: counter('requests', 'Requests that ended.', [
      'provider',
      'route',
      'status',
      'compression',
      'outcome',
    ]),
    tokens: counter('tokens', 'Exact tokens of texts, as they came and as they were sent.', [
      'provider',
      'fidelity',
      'side',
    ]),
    stages: counter('stage_saved_tokens', 'Exact tokens that a stage took away.', ['stage']),
    upstream: counter('upstream_tokens', 'Tokens as the upstream counted them.', [
      'provider',
      'region',
    ]),
    removed: counter(
      'removed_tokens',
      'Exact tokens taken out, by the cache region they stood in.',
      ['provider', 'region'],
    ),
    price: counter('input_price', 'Price of inputs, where an uncached input token costs 1.', [
      'rules',
      'kind',
    ]),
    degraded: counter('degraded', 'Times that the proxy did without something it should have.', [
      'op',
    ]),
    drift: counter('prefix_drift', 'Conversations whose forwarded beginning changed.', ['cause']),
    volatile: counter(
      'volatile',
      'Requests with a text that changes every time, before all others.',
      ['kind'],
    ),
    malformed: counter(
      'malformed_events',
      'Events of streams that were no JSON, passed as they came.',
      ['provider'],
    ),
    retries: counter('retries', 'Times that a request was sent again unread.', ['provider']),
    resent: counter('resent', 'Requests that were refused rewritten and sent as they came.', [
      'provider',
    ]),
  }
}

function observe(receipt: Receipt, counters: Counters, compression: Histogram): void {
  const { provider, route, status, outcome, price, usage } = receipt
  const statusClass = `${Math.floor(status / 100)}xx`
  const labels = { provider, route, status: statusClass, outcome }
  counters.requests.inc({ ...labels, compression: receipt.compression })
  if (receipt.compression === 'degraded') counters.degraded.inc({ op: 'compress' })
  if (receipt.prefixDrift !== undefined) counters.drift.inc({ cause: receipt.prefixDrift })
  if (receipt.volatile !== undefined) counters.volatile.inc({ kind: receipt.volatile })
  counters.malformed.inc({ provider }, receipt.malformedEvents ?? 0)
  counters.retries.inc({ provider }, receipt.retries ?? 0)
  counters.resent.inc({ provider }, receipt.isResent === true ? 1 : 0)
  if (receipt.tokensBefore !== undefined) compression.observe(receipt.compressionMs / 1000)
  for (const { fidelity, tokensBefore, tokensAfter } of receipt.fidelities ?? []) {
    counters.tokens.inc({ provider, fidelity, side: 'received' }, tokensBefore)
    counters.tokens.inc({ provider, fidelity, side: 'sent' }, tokensAfter)
  }
  for (const { name, tokensBefore, tokensAfter } of receipt.stages) {
    counters.stages.inc({ stage: name }, Math.max(0, tokensBefore - tokensAfter))
  }
  for (const { region, tokens, tokensSaved } of price?.regions ?? []) {
    counters.upstream.inc({ provider, region }, tokens)
    counters.removed.inc({ provider, region }, Math.max(0, tokensSaved))
  }
  counters.upstream.inc({ provider, region: 'output' }, usage?.outputTokens ?? 0)
  if (price === undefined) return
  counters.price.inc({ rules: price.rules, kind: 'paid' }, price.paid)
  counters.price.inc({ rules: price.rules, kind: 'saved' }, Math.max(0, price.saved))
}
