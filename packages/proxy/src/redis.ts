export {
  createRedisStore,
  openRedis,
  type RedisClient,
  type RedisStoreOptions,
} from './stores/redis-store.ts'
