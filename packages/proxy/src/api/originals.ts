import { tenantOf } from '../credentials/tenant.ts'
import type { ProxySettings } from '../options.ts'
import { WIRE_ERRORS, WireFailure } from '../wire/wire-error.ts'
import { respondFailure } from './respond-api.ts'

/**
 * `GET /v1/compression/originals/{key}`: a text of which something was dropped, as it came, for the caller who sent it (the
 * same credential and `X-Session-ID`). Keys are in `x-pith-originals`.
 */
export async function handleOriginal(
  request: Request,
  key: string,
  { compressor }: ProxySettings,
): Promise<Response> {
  try {
    const tenant = await tenantOf(request.headers)
    const original = await compressor.readOriginal?.(tenant, key)
    if (original === undefined) throw new WireFailure(WIRE_ERRORS.notFound('original of this key'))
    return new Response(original, {
      headers: {
        'content-type': 'text/plain; charset=utf-8',
        'cache-control': 'private, no-store',
      },
    })
  } catch (error) {
    return respondFailure(error)
  }
}
