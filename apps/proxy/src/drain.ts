import type { Server } from 'node:http'

/** How a server goes down. */
export interface Drain {
  /** Whether new work is still taken. */
  isReady(): boolean
  /** Stops taking connections and resolves when the last answer has ended, or after the grace. */
  start(): Promise<void>
}

/** Lets open answers end before the server does. */
export function createDrain(server: Server, graceMs: number): Drain {
  let isDraining = false
  return {
    isReady: () => !isDraining,
    async start() {
      isDraining = true
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeIdleConnections()
      // A connection whose answer has just ended stays open for the next one: close those as they fall idle.
      const sweep = setInterval(() => server.closeIdleConnections(), 100)
      const grace = setTimeout(() => server.closeAllConnections(), graceMs)
      await closed
      clearInterval(sweep)
      clearTimeout(grace)
    },
  }
}
