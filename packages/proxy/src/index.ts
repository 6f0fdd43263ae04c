export type {
  Compression,
  CompressionJob,
  CompressionPolicy,
  Compressor,
  DocumentCompression,
  DocumentJob,
  LossSummary,
  PartTokens,
  StageSummary,
} from './compression/compressor.ts'
export {
  createPipelineCompressor,
  type PipelineCompressorOptions,
} from './compression/pipeline-compressor.ts'
export { createProxy } from './create-proxy.ts'
export type { PricedRegion, PricedSavings } from './ledger/price-savings.ts'
export type { MetricsSource } from './metrics/metrics-source.ts'
export type { ProxyLimits, ProxyOptions, UpstreamOptions } from './options.ts'
export type { Receipt } from './receipt.ts'
export type { ShapingReport } from './shaping/shape-request.ts'
export type { OutputLimit, ShapingOptions } from './shaping/shaping-options.ts'
export { guardStore, type StoreGuardOptions, StoreUnavailableError } from './stores/guard-store.ts'
export type { UpstreamUsage } from './stream/stream-reading.ts'
export type { OpenUpstream } from './upstream/upstream-call.ts'
export type { UpstreamFetch, UpstreamInit } from './upstream/upstream-fetch.ts'
export type { Fields } from './wire/fields.ts'
export type { Incoming } from './wire/incoming.ts'
export type { DialectName, ProviderName } from './wire/providers.ts'
