import type { IncomingMessage, ServerResponse } from 'node:http'

/** What `@hono/node-server` hands to each request as `env`. */
interface NodeServerEnv {
  readonly incoming?: IncomingMessage
  readonly outgoing?: ServerResponse
}

const LOOPBACK_ADDRESS = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/
const LOOPBACK_HOST = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i

/** Cuts the connection of a response whose body broke off: the caller must not take half a body for a whole one. */
export function breakNodeConnection(env: unknown): void {
  ;(env as NodeServerEnv | undefined)?.outgoing?.destroy()
}

/**
 * Whether a request comes from this very machine: by the socket's address, by a `Host` that says so (a page of a foreign
 * site whose name resolves to 127.0.0.1 sends its own), and through no other proxy.
 */
export function isLoopbackRequest(request: Request, env: unknown): boolean {
  const address = (env as NodeServerEnv | undefined)?.incoming?.socket.remoteAddress ?? ''
  const { headers } = request
  const isForwarded = ['forwarded', 'x-forwarded-for', 'x-real-ip'].some((name) =>
    headers.has(name),
  )
  return (
    LOOPBACK_ADDRESS.test(address) && LOOPBACK_HOST.test(headers.get('host') ?? '') && !isForwarded
  )
}
