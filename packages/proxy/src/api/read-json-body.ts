import type { z } from '@hono/zod-openapi'
import { readBody } from '../body/read-body.ts'
import type { ProxySettings } from '../options.ts'
import { readRequest } from '../wire/incoming.ts'
import { WIRE_ERRORS, WireFailure } from '../wire/wire-error.ts'

/** A JSON body: its text, and what the text says. */
export interface JsonBody {
  readonly text: string
  readonly value: unknown
}

/** Reads a JSON request body within the limits; throws WireFailure with 400, 408, 413 or 415. */
export async function readJsonBody(request: Request, settings: ProxySettings): Promise<JsonBody> {
  const type = request.headers.get('content-type') ?? ''
  // A form or plain text from another site's page needs no preflight; JSON does. This keeps such pages out.
  if (!/^application\/json\b/i.test(type)) {
    throw new WireFailure({
      ...WIRE_ERRORS.badBody('Send the body as content-type: application/json.'),
      status: 415,
    })
  }
  const { maxBodyBytes: maxBytes, bodyTimeoutMs: timeoutMs } = settings.limits
  const { decoded } = await readBody(readRequest(request), { maxBytes, timeoutMs })
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(decoded)
  try {
    return { text, value: JSON.parse(text) }
  } catch (error) {
    throw new WireFailure(WIRE_ERRORS.badBody('The request body is not JSON.'), error)
  }
}

/** Checks a value against a schema; throws WireFailure that names the first field that does not fit. */
export function checkShape<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): z.output<Schema> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const place = issue === undefined || issue.path.length === 0 ? 'body' : issue.path.join('.')
  throw new WireFailure(WIRE_ERRORS.badBody(`${place}: ${issue?.message ?? 'does not fit'}`))
}
