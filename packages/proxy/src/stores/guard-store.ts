import type { StateStore } from '@x/pipeline'

/** Bounds of `guardStore`, and who is told. */
export interface StoreGuardOptions {
  /** Milliseconds of a monotonic clock. @default performance.now */
  readonly now?: () => number
  /** Milliseconds that a call may take. @default 20 */
  readonly budgetMs?: number
  /** Failures in a row after which the store is left alone for a while. @default 3 */
  readonly maxFailures?: number
  /** How long it is left alone, in milliseconds. @default 5_000 */
  readonly restMs?: number
  /** Told of every call that failed, was late or was not made. */
  readonly onFailure?: (operation: 'get' | 'set' | 'compareAndSet' | 'delete') => void
}

/** Thrown where a store gave no answer in its time, or rests after failures. */
export class StoreUnavailableError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'StoreUnavailableError'
  }
}

/**
 * Holds a store to a time budget, and leaves it alone for a while after failures in a row (a circuit breaker): a slow or
 * lost store costs a request milliseconds, not its answer. Calls reject with StoreUnavailableError or the store's own error.
 */
export function guardStore(store: StateStore, options: StoreGuardOptions = {}): StateStore {
  const { budgetMs = 20, maxFailures = 3, restMs = 5000 } = options
  const { now = () => performance.now(), onFailure = () => undefined } = options
  let failures = 0
  let restsUntil = Number.NEGATIVE_INFINITY

  async function attempt<T>(operation: keyof StateStore, call: () => Promise<T>): Promise<T> {
    try {
      if (now() < restsUntil) throw new StoreUnavailableError('the store rests after failures')
      const value = await within(call(), budgetMs)
      failures = 0
      return value
    } catch (error) {
      onFailure(operation)
      failures += 1
      if (failures >= maxFailures && now() >= restsUntil) restsUntil = now() + restMs
      throw error
    }
  }

  return {
    get: (key) => attempt('get', () => store.get(key)),
    set: (key, value, ttlMs) => attempt('set', () => store.set(key, value, ttlMs)),
    compareAndSet: (key, expected, value, ttlMs) =>
      attempt('compareAndSet', () => store.compareAndSet(key, expected, value, ttlMs)),
    delete: (key) => attempt('delete', () => store.delete(key)),
  }
}

function within<T>(call: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = (): void => reject(new StoreUnavailableError(`no answer within ${ms} ms`))
    const timer = setTimeout(late, ms)
    call.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
