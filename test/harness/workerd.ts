import { Miniflare } from 'miniflare'
import { bundle, ENTRY } from './bundle.ts'

/** A Worker that runs in workerd; `close` ends its process. */
export interface WorkerdApp {
  /** Sends a request to the Worker's `fetch`; the URL's host does not matter. */
  fetch(url: string, init?: RequestInit): Promise<Response>
  close(): Promise<void>
}

/** What stands around a Worker. */
export interface WorkerdOptions {
  /** Variables that the Worker gets as `env`. */
  readonly bindings?: Readonly<Record<string, string>>
  /** WebAssembly that is compiled before the Worker runs, by the name under which it imports it. */
  readonly wasm?: Readonly<Record<string, Uint8Array>>
  /** Answers the Worker's own `fetch` calls in place of the network. */
  readonly outbound?: (request: Request) => Response | Promise<Response>
}

/** Bundles a Worker module (`export default { fetch }`) with the built packages and starts it in workerd. */
export async function startWorkerd(
  entry: string,
  { bindings = {}, wasm = {}, outbound }: WorkerdOptions = {},
): Promise<WorkerdApp> {
  const files = await bundle(entry, Object.keys(wasm))
  const names = [ENTRY, ...[...files.keys()].filter((name) => name !== ENTRY)]
  const miniflare = new Miniflare({
    modules: [
      ...names.map((name) => ({
        type: 'ESModule' as const,
        path: name,
        contents: files.get(name) ?? '',
      })),
      ...Object.entries(wasm).map(([path, contents]) => ({
        type: 'CompiledWasm' as const,
        path,
        contents,
      })),
    ],
    compatibilityDate: '2026-04-01',
    bindings: { ...bindings },
    // Miniflare hands its own Request class, like the global one but in type.
    ...(outbound && { outboundService: outbound as never }),
  })
  await miniflare.ready
  return {
    // Miniflare's own Response class and the global one differ in type only.
    fetch: (url, init) =>
      miniflare.dispatchFetch(url, init as never) as unknown as Promise<Response>,
    close: () => miniflare.dispose(),
  }
}
