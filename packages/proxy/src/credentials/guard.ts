import type { ProxySettings } from '../options.ts'
import { WIRE_ERRORS, WireFailure } from '../wire/wire-error.ts'
import { equalsSecret } from './equals-secret.ts'
import { presentedCredential } from './resolve-target.ts'

/**
 * Lets in who may see statistics and metrics: the operator's own machine, or the holder of the admin token. Fails closed.
 * @throws {WireFailure} 401 without a token, 403 with another one
 */
export async function requireAdmin(
  request: Request,
  env: unknown,
  settings: ProxySettings,
): Promise<void> {
  if (settings.isTrusted(request, env)) return
  await requireToken(request, settings.adminToken, 'admin')
}

/**
 * Lets in who may spend the operator's money: the operator's own machine, the holder of the client token, and whoever
 * brings a credential of their own.
 * @throws {WireFailure} 401 without any credential
 */
export function requireClient(request: Request, env: unknown, settings: ProxySettings): void {
  if (settings.isTrusted(request, env) || presentedCredential(request.headers) !== undefined) return
  throw new WireFailure(WIRE_ERRORS.unauthorized('Send the client token, or a key of your own.'))
}

async function requireToken(
  request: Request,
  expected: string | undefined,
  name: string,
): Promise<void> {
  const presented = presentedCredential(request.headers)
  if (presented === undefined) {
    throw new WireFailure(WIRE_ERRORS.unauthorized(`Send the ${name} token as a bearer token.`))
  }
  if (expected === undefined || !(await equalsSecret(presented, expected))) {
    throw new WireFailure(WIRE_ERRORS.forbidden(`This is not the ${name} token.`))
  }
}
