import type { ContentKind } from './container.ts'
import { ContainerError } from './errors.ts'
import { bytesOfText, textOfUtf8, textOfWtf8 } from './wtf8.ts'

/** What can be sealed: a text (any UTF-16, lone surrogates included) or bytes. */
export type Content = string | Uint8Array

/** Content as the codecs see it. */
export interface ContentBytes {
  readonly bytes: Uint8Array
  readonly kind: ContentKind
}

/** Bytes of any content, and what they were. */
export function bytesOfContent(content: Content): ContentBytes {
  if (typeof content !== 'string') return { bytes: content, kind: 'bytes' }
  const { bytes, isWtf8 } = bytesOfText(content)
  return { bytes, kind: isWtf8 ? 'wtf8-text' : 'text' }
}

/**
 * Undoes {@link bytesOfContent}.
 * @throws {ContainerError} where a container calls bytes a text that are none
 */
export function contentOfBytes(bytes: Uint8Array, kind: ContentKind): Content {
  if (kind === 'bytes') return bytes
  try {
    return kind === 'text' ? textOfUtf8(bytes) : textOfWtf8(bytes)
  } catch (cause) {
    const message = 'the content is marked as text and is none; whoever sealed it is at fault'
    throw new ContainerError('payload', 0, message, { cause })
  }
}
