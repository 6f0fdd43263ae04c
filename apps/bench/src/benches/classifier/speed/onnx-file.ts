const IR_VERSION = 9
const OPSET = 20
const VARINT = 0
const BYTES = 2
const FIXED_32 = 5
const ATTRIBUTE_FLOAT = 1
const ATTRIBUTE_INT = 2
const ATTRIBUTE_INTS = 7

/** Element types of ONNX. */
export const FLOAT = 1
export const INT8 = 3
export const INT64 = 7

/** What a node is told besides its inputs: a whole number, whole numbers, or `{ float }`. */
export type Attributes = Readonly<
  Record<string, number | readonly number[] | { readonly float: number }>
>

type Chunk = Uint8Array

/** A graph under construction; what goes in and comes out is known by name. */
export interface OnnxGraph {
  input(name: string, type: number, dims: readonly (number | string)[]): string
  output(name: string, type: number, dims: readonly (number | string)[]): void
  /** A constant; the data is not copied before `file`. */
  weights(type: number, dims: readonly number[], data: ArrayBufferView): string
  /** Adds a node and answers with the names of its outputs. */
  node(kind: string, inputs: readonly string[], attributes?: Attributes, outputs?: number): string[]
  /** The ONNX file, in pieces, so that a large one need not be one array. */
  file(): Chunk[]
}

/** An empty graph. Writes protocol buffers by hand: the little of ONNX that a speed test needs. */
export function createOnnxGraph(): OnnxGraph {
  const parts: Chunk[] = []
  let names = 0
  const add = (field: number, chunks: readonly Chunk[]) => {
    parts.push(...delimited(field, chunks))
  }
  return {
    input(name, type, dims) {
      add(11, valueInfo(name, type, dims))
      return name
    },
    output(name, type, dims) {
      add(12, valueInfo(name, type, dims))
    },
    weights(type, dims, data) {
      const name = `w${names++}`
      const raw = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
      const shape = dims.flatMap((dim) => numberField(1, dim))
      add(5, [...shape, ...numberField(2, type), ...textField(8, name), ...delimited(9, [raw])])
      return name
    },
    node(kind, inputs, attributes = {}, outputs = 1) {
      const made = Array.from({ length: outputs }, () => `t${names++}`)
      add(1, [
        ...inputs.flatMap((name) => textField(1, name)),
        ...made.flatMap((name) => textField(2, name)),
        ...textField(4, kind),
        ...Object.entries(attributes).flatMap((entry) => delimited(5, attributeOf(...entry))),
      ])
      return made
    },
    file() {
      const opset = [...textField(1, ''), ...numberField(2, OPSET)]
      const graph = [...parts, ...textField(2, 'graph')]
      return [...numberField(1, IR_VERSION), ...delimited(7, graph), ...delimited(8, opset)]
    },
  }
}

function attributeOf(name: string, value: Attributes[string]): Chunk[] {
  if (typeof value === 'number') {
    return [...textField(1, name), ...numberField(3, value), ...numberField(20, ATTRIBUTE_INT)]
  }
  if ('float' in value) {
    return [
      ...textField(1, name),
      ...floatField(2, value.float),
      ...numberField(20, ATTRIBUTE_FLOAT),
    ]
  }
  const numbers = value.flatMap((each) => numberField(8, each))
  return [...textField(1, name), ...numbers, ...numberField(20, ATTRIBUTE_INTS)]
}

function valueInfo(name: string, type: number, dims: readonly (number | string)[]): Chunk[] {
  const shape = dims.flatMap((dim) =>
    delimited(1, typeof dim === 'string' ? textField(2, dim) : numberField(1, dim)),
  )
  const tensor = [...numberField(1, type), ...delimited(2, shape)]
  return [...textField(1, name), ...delimited(2, delimited(1, tensor))]
}

function textField(field: number, text: string): Chunk[] {
  return delimited(field, [new TextEncoder().encode(text)])
}

function delimited(field: number, chunks: readonly Chunk[]): Chunk[] {
  const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
  return [Uint8Array.from([...varint(field * 8 + BYTES), ...varint(length)]), ...chunks]
}

function numberField(field: number, value: number): Chunk[] {
  const unsigned = value < 0 ? 2n ** 64n + BigInt(value) : BigInt(value)
  return [Uint8Array.from([...varint(field * 8 + VARINT), ...varint(unsigned)])]
}

function floatField(field: number, value: number): Chunk[] {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setFloat32(0, value, true)
  return [Uint8Array.from([...varint(field * 8 + FIXED_32), ...bytes])]
}

function varint(value: number | bigint): number[] {
  const bytes: number[] = []
  let rest = BigInt(value)
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128)
  return [...bytes, Number(rest)]
}
