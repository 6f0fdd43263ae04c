import { createHash } from 'node:crypto'
import { linearId } from '../../src/linear/linear-id.ts'
import { WEIGHTS } from '../../src/linear/weights.ts'
import {
  FEATURE_COUNT,
  FEATURE_SIZES,
  FEATURES_VERSION,
  SIMILARITY_INPUTS,
  SIMILARITY_VERSION,
} from '../../src/training.ts'

const FLOAT = 1
const INT32 = 6
const INT64 = 7
const WIDTH = 4
/** Larger feature numbers are taken for this one. */
const MAX_FEATURE = 100
const OPSET = 20
const IR_VERSION = 9
const encoder = new TextEncoder()

/** The files of a model folder. */
export interface TinyModel {
  readonly manifest: string
  readonly model: Uint8Array<ArrayBuffer>
  readonly vocabulary: string
}

const PIECES = [
  '[PAD]',
  '[UNK]',
  '[CLS]',
  '[SEP]',
  ...'abcdefghijklmnopqrstuvwxyz0123456789'.split('').flatMap((letter) => [letter, `##${letter}`]),
  ...'"\'.,:;!?()[]{}-_/\\@#$%&*+=<>|~`^'.split(''),
]

/**
 * A model of the form that training exports, small enough to write by hand: a piece and its features are looked up in tables
 * of made-up weights, and their sum is the logit. Weights come from hashes, so that every run has the same.
 */
export function tinyModel(family: 'structured' | 'natural'): TinyModel {
  return packed(`compact-${family}`, onnxFile(), {
    features: FEATURES_VERSION,
    unit: family === 'structured' ? 'field' : 'sentence',
  })
}

/** The same for a model that compares sentences: the sum of made-up vectors of its pieces, of length 1. */
export function tinySentenceModel(): TinyModel {
  const weights = Array.from({ length: SIMILARITY_INPUTS }, (_, i) => Number(i < 2))
  return packed('compact-asked', sentenceFile(), {
    similarityVersion: SIMILARITY_VERSION,
    similarity: { bias: 0, weights },
  })
}

function packed(name: string, model: Uint8Array<ArrayBuffer>, more: object): TinyModel {
  const vocabulary = `${PIECES.join('\n')}\n`
  const manifest = {
    format: 1,
    name,
    file: 'model.onnx',
    sha256: sha256(model),
    vocabulary: 'vocab.txt',
    vocabularySha256: sha256(encoder.encode(vocabulary)),
    linear: linearId(Buffer.from(WEIGHTS, 'base64')),
    window: 128,
    ...more,
  }
  return { manifest: JSON.stringify(manifest), model, vocabulary }
}

/** SHA-256 in hexadecimal. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function onnxFile(): Uint8Array<ArrayBuffer> {
  const sizes = Object.values(FEATURE_SIZES)
  const most = MAX_FEATURE + 1
  const offsets = Int32Array.from(sizes, (_, i) => i * most)
  const graph = [
    node('Gather', ['words', 'ids'], 'word'),
    node('Min', ['features', 'most'], 'small'),
    node('Add', ['small', 'offsets'], 'rows'),
    node('Gather', ['table', 'rows'], 'known'),
    node('ReduceSum', ['known', 'two'], 'sum', [attribute('keepdims', 0)]),
    node('Add', ['word', 'sum'], 'both'),
    node('MatMul', ['both', 'head'], 'scored'),
    node('Squeeze', ['scored', 'two'], 'logits'),
    bytesField(2, 'tiny'),
    tensor('words', FLOAT, [PIECES.length, WIDTH], weights(PIECES.length * WIDTH)),
    tensor('table', FLOAT, [sizes.length * most, WIDTH], weights(sizes.length * most * WIDTH)),
    tensor('offsets', INT32, [sizes.length], offsets),
    tensor('head', FLOAT, [WIDTH, 1], weights(WIDTH)),
    tensor('most', INT32, [1], Int32Array.from([MAX_FEATURE])),
    tensor('two', INT64, [1], BigInt64Array.from([2n])),
    bytesField(11, valueInfo('ids', INT32, [1, 'length'])),
    bytesField(11, valueInfo('features', INT32, [1, 'length', FEATURE_COUNT])),
    bytesField(12, valueInfo('logits', FLOAT, [1, 'length'])),
  ]
  return onnxModel(graph)
}

function sentenceFile(): Uint8Array<ArrayBuffer> {
  return onnxModel([
    node('Gather', ['words', 'ids'], 'word'),
    node('ReduceSum', ['word', 'one'], 'sum', [attribute('keepdims', 0)]),
    node('Mul', ['sum', 'sum'], 'squares'),
    node('ReduceSum', ['squares', 'one'], 'square', [attribute('keepdims', 1)]),
    node('Sqrt', ['square'], 'length'),
    node('Div', ['sum', 'length'], 'vectors'),
    bytesField(2, 'tiny'),
    tensor('words', FLOAT, [PIECES.length, WIDTH], weights(PIECES.length * WIDTH)),
    tensor('one', INT64, [1], BigInt64Array.from([1n])),
    bytesField(11, valueInfo('ids', INT32, ['rows', 'length'])),
    bytesField(12, valueInfo('vectors', FLOAT, ['rows', WIDTH])),
  ])
}

function onnxModel(graph: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const opset = concat([bytesField(1, ''), numberField(2, OPSET)])
  return concat([numberField(1, IR_VERSION), bytesField(7, concat(graph)), bytesField(8, opset)])
}

function weights(count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => {
    const mixed = Math.imul(i + 1, 0x9e3779b1) ^ Math.imul(count, 0x85ebca6b)
    return ((mixed >>> 8) / 2 ** 24 - 0.5) * 1.5
  })
}

function node(
  kind: string,
  inputs: readonly string[],
  output: string,
  attributes: readonly Uint8Array[] = [],
): Uint8Array {
  return bytesField(
    1,
    concat([
      ...inputs.map((name) => bytesField(1, name)),
      bytesField(2, output),
      bytesField(4, kind),
      ...attributes.map((bytes) => bytesField(5, bytes)),
    ]),
  )
}

function attribute(name: string, value: number): Uint8Array {
  return concat([bytesField(1, name), numberField(3, value), numberField(20, 2)])
}

function tensor(
  name: string,
  type: number,
  dims: readonly number[],
  data: Float32Array | Int32Array | BigInt64Array,
): Uint8Array {
  const raw = new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength)
  const shape = dims.map((dim) => numberField(1, dim))
  return bytesField(
    5,
    concat([...shape, numberField(2, type), bytesField(8, name), bytesField(9, raw)]),
  )
}

function valueInfo(name: string, type: number, dims: readonly (number | string)[]): Uint8Array {
  const shape = dims.map((dim) =>
    bytesField(1, typeof dim === 'string' ? bytesField(2, dim) : numberField(1, dim)),
  )
  const of = concat([numberField(1, type), bytesField(2, concat(shape))])
  return concat([bytesField(1, name), bytesField(2, bytesField(1, of))])
}

function numberField(field: number, value: number): Uint8Array {
  return Uint8Array.from([...varint(field << 3), ...varint(value)])
}

function bytesField(field: number, value: Uint8Array | string): Uint8Array {
  const bytes = typeof value === 'string' ? encoder.encode(value) : value
  return concat([Uint8Array.from([...varint((field << 3) | 2), ...varint(bytes.length)]), bytes])
}

function varint(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128)
  return [...bytes, rest]
}

function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
