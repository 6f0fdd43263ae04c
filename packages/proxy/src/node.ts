export { createMetrics, type Metrics, type MetricsOptions } from './metrics/prometheus.ts'
export { createFoldPool, type FoldPool, type FoldPoolOptions } from './node/fold-pool.ts'
export { breakNodeConnection, isLoopbackRequest } from './node/node-server-env.ts'
export { createPoolFetch, type PoolFetch, type PoolFetchOptions } from './node/pool-fetch.ts'
