import { respondWireError, WIRE_ERRORS, WireFailure } from '../wire/wire-error.ts'

/** Answers one of the proxy's own routes with JSON text, or with the error that its making threw. */
export async function respondApi(make: () => Promise<string> | string): Promise<Response> {
  try {
    return new Response(await make(), {
      headers: { 'content-type': 'application/json', 'cache-control': 'private, no-store' },
    })
  } catch (error) {
    return respondFailure(error)
  }
}

/** The answer for whatever a route of our own threw. */
export function respondFailure(error: unknown): Response {
  const wire = error instanceof WireFailure ? error.wire : WIRE_ERRORS.internal()
  return respondWireError(wire, 'openai', crypto.randomUUID())
}
