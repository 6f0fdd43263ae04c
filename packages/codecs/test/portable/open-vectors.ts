import type { Codecs } from '@x/codecs'

/** One golden vector: a container and what it holds. */
export interface Vector {
  readonly codec: string
  readonly name: string
  readonly kind: 'text' | 'bytes'
  /** The text, or the bytes in base64. */
  readonly content: string
  /** The container in base64. */
  readonly container: string
}

/** Opens every vector and names those that do not give their content, with what went wrong. */
export async function openVectors(codecs: Codecs, vectors: readonly Vector[]): Promise<string[]> {
  const wrong: string[] = []
  for (const { codec, name, kind, content, container } of vectors) {
    try {
      const opened = await codecs.open(bytesOf(container))
      const found = typeof opened === 'string' ? opened : base64Of(opened)
      if (found !== content || (typeof opened === 'string') !== (kind === 'text')) {
        wrong.push(`${codec}, ${name}: differs`)
      }
    } catch (error) {
      wrong.push(`${codec}, ${name}: ${String(error)}`)
    }
  }
  return wrong
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0))
}

function base64Of(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}
