import type { EncodingName } from '@x/tokens'
import type { Knowledge } from './codec.ts'
import { crc32c } from './crc32c.ts'
import { ContainerError } from './errors.ts'
import { readVarint, varintBytes } from './varint.ts'
import { encodingOfNumber, numberOfEncoding, VOCABULARY_IDS } from './vocabularies.ts'

/** What the content was when it was sealed. */
export type ContentKind = 'text' | 'wtf8-text' | 'bytes'

/** What a container says about itself; every field is covered by its checksum. */
export interface ContainerHeader {
  /** `short`: 5 or 6 bytes around the payload; `long`: 10 or more. */
  readonly form: 'short' | 'long'
  readonly codecId: number
  readonly kind: ContentKind
  /** Bytes of the content: UTF-8 or WTF-8 for text. */
  readonly length: number
  /** What a reader must hold; undefined where the codec id says it all. */
  readonly knowledge: Knowledge | undefined
  /** Where the payload stands. */
  readonly payloadStart: number
  readonly payloadEnd: number
}

/** No UTF-8 text begins with a byte of 0xf8 or above, so that a container never reads as text. */
const SHORT_MARK = 0xf8
const LONG_MARK = 0xff
const SECOND_MARK = 0x50
const VERSION = 1
/** Codec ids that fit into the mark of the short form. */
const MAX_SHORT_CODEC = 6
const SHORT_LENGTH_LIMIT = 16_384

const KINDS: readonly ContentKind[] = ['text', 'wtf8-text', 'bytes']
const FLAG_KNOWLEDGE = 0x04
const FLAG_TOKENIZER = 0x08
const KNOWN_FLAGS = 0x0f

type Described = Pick<ContainerHeader, 'codecId' | 'kind' | 'length' | 'knowledge'>

/** Frames a payload: header, payload, checksum of header and content (`docs/container.md`). */
export function frameContainer(
  header: Described,
  payload: Uint8Array,
  content: Uint8Array,
): Uint8Array {
  const isShort = fitsShort(header)
  const head = Uint8Array.from(isShort ? shortHead(header) : longHead(header))
  const checkBytes = checkLength(isShort)
  const container = new Uint8Array(head.length + payload.length + checkBytes)
  container.set(head)
  container.set(payload, head.length)
  const check = crc32c(content, crc32c(head))
  for (let index = 0; index < checkBytes; index++) {
    container[head.length + payload.length + index] = (check >>> (8 * index)) & 255
  }
  return container
}

/** Bytes that a container adds to its payload. */
export function overheadOf(header: Described): number {
  const isShort = fitsShort(header)
  return (isShort ? shortHead(header) : longHead(header)).length + checkLength(isShort)
}

/**
 * Reads the header and checks that the container is whole; the payload is not looked at.
 * @throws {ContainerError} saying what is wrong at which byte
 */
export function readHeader(container: Uint8Array): ContainerHeader {
  const mark = container[0]
  if (mark === undefined) throw new ContainerError('truncated', 0, 'no bytes; give a container')
  if (mark < SHORT_MARK) {
    throw new ContainerError('magic', 0, `0x${hex(mark)} begins no container; was it sealed?`)
  }
  return mark === LONG_MARK ? readLong(container) : readShort(container)
}

/**
 * Compares the checksum with header and content.
 * @throws {ContainerError} with reason `checksum`
 */
export function verifyChecksum(
  container: Uint8Array,
  header: ContainerHeader,
  content: Uint8Array,
): void {
  const check = crc32c(content, crc32c(container.subarray(0, header.payloadStart)))
  for (let offset = header.payloadEnd; offset < container.length; offset++) {
    if (container[offset] === ((check >>> (8 * (offset - header.payloadEnd))) & 255)) continue
    throw new ContainerError('checksum', offset, 'the checksum differs; the data is damaged')
  }
}

function fitsShort(header: Described): boolean {
  return (
    header.kind === 'text' &&
    header.knowledge === undefined &&
    header.codecId <= MAX_SHORT_CODEC &&
    header.length < SHORT_LENGTH_LIMIT
  )
}

function checkLength(isShort: boolean): number {
  return isShort ? 3 : 4
}

function shortHead(header: Described): number[] {
  return [SHORT_MARK | header.codecId, ...varintBytes(header.length)]
}

function longHead({ codecId, kind, length, knowledge }: Described): number[] {
  const flags = KINDS.indexOf(kind) | flagOf(knowledge)
  const head = [LONG_MARK, SECOND_MARK, VERSION, codecId, flags, ...varintBytes(length)]
  if (knowledge?.encoding !== undefined) head.push(numberOfEncoding(knowledge.encoding))
  if (knowledge !== undefined) head.push(...idBytes(knowledge.id))
  return head
}

function flagOf(knowledge: Knowledge | undefined): number {
  if (knowledge === undefined) return 0
  return knowledge.kind === 'tokenizer' ? FLAG_TOKENIZER : FLAG_KNOWLEDGE
}

function idBytes(id: number): number[] {
  return [id >>> 24, (id >>> 16) & 255, (id >>> 8) & 255, id & 255]
}

function readShort(container: Uint8Array): ContainerHeader {
  const { value: length, end } = readVarint(container, 1)
  if (length >= SHORT_LENGTH_LIMIT) {
    throw new ContainerError('length', 1, `${length} bytes in the short form; the data is damaged`)
  }
  const codecId = (container[0] as number) & 7
  const described: Described = { codecId, kind: 'text', length, knowledge: undefined }
  return withPayload(container, 'short', described, end)
}

function readLong(container: Uint8Array): ContainerHeader {
  const [, second, version, codecId, flags] = container
  if (second !== undefined && second !== SECOND_MARK) {
    throw new ContainerError(
      'magic',
      1,
      `0xff 0x${hex(second)} begins no container; was it sealed?`,
    )
  }
  if (version !== undefined && version !== VERSION) {
    throw new ContainerError(
      'version',
      2,
      `container version ${version}, known is ${VERSION}; update`,
    )
  }
  if (codecId === undefined || flags === undefined) throw truncated(container)
  const kind = KINDS[flags & 3]
  const hasBoth = (flags & (FLAG_KNOWLEDGE | FLAG_TOKENIZER)) === (FLAG_KNOWLEDGE | FLAG_TOKENIZER)
  if (kind === undefined || flags > KNOWN_FLAGS || hasBoth) {
    throw new ContainerError('flags', 4, `unknown flags 0x${hex(flags)}; the data is damaged`)
  }
  const { value: length, end } = readVarint(container, 5)
  const { knowledge, start } = readKnowledge(container, flags, end)
  return withPayload(container, 'long', { codecId, kind, length, knowledge }, start)
}

function readKnowledge(
  container: Uint8Array,
  flags: number,
  offset: number,
): { knowledge: Knowledge | undefined; start: number } {
  const view = new DataView(container.buffer, container.byteOffset, container.byteLength)
  if ((flags & FLAG_TOKENIZER) !== 0) {
    if (offset + 5 > container.length) throw truncated(container)
    const id = view.getUint32(offset + 1)
    const encoding = knownEncoding(container[offset] as number, id, offset)
    return { knowledge: { kind: 'tokenizer', id, encoding }, start: offset + 5 }
  }
  if ((flags & FLAG_KNOWLEDGE) === 0) return { knowledge: undefined, start: offset }
  if (offset + 4 > container.length) throw truncated(container)
  const knowledge: Knowledge = { kind: 'dictionary', id: view.getUint32(offset) }
  return { knowledge, start: offset + 4 }
}

function knownEncoding(number: number, id: number, offset: number): EncodingName {
  const encoding = encodingOfNumber(number)
  if (encoding !== undefined && VOCABULARY_IDS[encoding] === id) return encoding
  const found =
    encoding === undefined ? `encoding number ${number}` : `another build of ${encoding}`
  const message = `written with ${found}, which this version does not hold; the data is damaged or newer`
  throw new ContainerError('codec', offset, message)
}

function withPayload(
  container: Uint8Array,
  form: 'short' | 'long',
  described: Described,
  payloadStart: number,
): ContainerHeader {
  const payloadEnd = container.length - checkLength(form === 'short')
  if (payloadEnd < payloadStart) throw truncated(container)
  return { form, ...described, payloadStart, payloadEnd }
}

function truncated(container: Uint8Array): ContainerError {
  return new ContainerError('truncated', container.length, 'the container ends too early')
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0')
}
