export {
  CACHE_RULES,
  type CacheRules,
  cacheRulesOf,
  resolveCacheRules,
} from './planner/cache-rules.ts'
export { planChange, type Verdict, withStartRule } from './planner/plan.ts'
export {
  breakEvenReads,
  gainOfChange,
  gainOfRewrite,
  hitOf,
  type NewRewrite,
  type PricedRequest,
  priceOf,
  type SentChange,
} from './planner/price.ts'
