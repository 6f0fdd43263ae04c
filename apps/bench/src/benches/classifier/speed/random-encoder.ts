import { createOnnxGraph, FLOAT, INT8, INT64, type OnnxGraph } from './onnx-file.ts'

/** The measures of a transformer encoder. */
export interface EncoderShape {
  readonly layers: number
  readonly width: number
  readonly inner: number
  readonly heads: number
  /** Rows of the table of pieces. They are looked up, not multiplied with: few of them change nothing but the file. */
  readonly pieces: number
}

/** Of XLM-RoBERTa-large, but for its table of pieces. */
export const XLM_ROBERTA_LARGE: EncoderShape = {
  layers: 24,
  width: 1024,
  inner: 4096,
  heads: 16,
  pieces: 2000,
}

/**
 * An encoder of random weights in dynamic int8, with one logit a token: input `ids` (int64, [1, length]), output `logits`.
 * Speed does not depend on what the weights are.
 */
export function randomEncoder(shape: EncoderShape): Uint8Array[] {
  const graph = createOnnxGraph()
  const { width, pieces, layers } = shape
  const ids = graph.input('ids', INT64, [1, 'length'])
  const table = graph.weights(FLOAT, [pieces, width], randomFloats(pieces * width))
  let [state] = graph.node('Gather', [table, ids])
  for (let layer = 0; layer < layers; layer++) state = encoderLayer(graph, state!, shape)
  const head = graph.weights(FLOAT, [width, 1], randomFloats(width))
  const [logits] = graph.node('MatMul', [state!, head])
  const flat = graph.weights(INT64, [2], BigInt64Array.from([1n, -1n]))
  graph.output(graph.node('Reshape', [logits!, flat])[0]!, FLOAT, [1, 'length'])
  return graph.file()
}

function encoderLayer(graph: OnnxGraph, state: string, shape: EncoderShape): string {
  const { width, inner } = shape
  const attended = attention(graph, state, shape)
  const middle = normalize(graph, add(graph, state, attended), width)
  const [active] = graph.node('Gelu', [linear(graph, middle, width, inner)])
  return normalize(graph, add(graph, middle, linear(graph, active!, inner, width)), width)
}

function attention(graph: OnnxGraph, state: string, { width, heads }: EncoderShape): string {
  const split = [0n, 0n, BigInt(heads), BigInt(width / heads)]
  const shape = graph.weights(INT64, [4], BigInt64Array.from(split))
  const part = (perm: readonly number[]) => {
    const [cut] = graph.node('Reshape', [linear(graph, state, width, width), shape])
    return graph.node('Transpose', [cut!], { perm })[0]!
  }
  const [query, key, value] = [part([0, 2, 1, 3]), part([0, 2, 3, 1]), part([0, 2, 1, 3])]
  const scale = graph.weights(FLOAT, [], Float32Array.from([Math.sqrt(heads / width)]))
  const [products] = graph.node('MatMul', [query, key])
  const [scaled] = graph.node('Mul', [products!, scale])
  const [shares] = graph.node('Softmax', [scaled!], { axis: -1 })
  const [mixed] = graph.node('MatMul', [shares!, value])
  const [joined] = graph.node('Transpose', [mixed!], { perm: [0, 2, 1, 3] })
  const whole = graph.weights(INT64, [3], BigInt64Array.from([0n, 0n, BigInt(width)]))
  return linear(graph, graph.node('Reshape', [joined!, whole])[0]!, width, width)
}

/** Weights in 8 bits, states in 8 bits as they come, as dynamic quantization does it. */
function linear(graph: OnnxGraph, state: string, from: number, to: number): string {
  const [bytes, scale, zero] = graph.node('DynamicQuantizeLinear', [state], {}, 3)
  const weights = graph.weights(INT8, [from, to], randomBytes(from * to))
  const noShift = graph.weights(INT8, [], Int8Array.from([0]))
  const [whole] = graph.node('MatMulInteger', [bytes!, weights, zero!, noShift])
  const [float] = graph.node('Cast', [whole!], { to: FLOAT })
  const step = graph.weights(FLOAT, [], Float32Array.from([1 / (64 * Math.sqrt(from))]))
  const [unit] = graph.node('Mul', [scale!, step])
  const [scaled] = graph.node('Mul', [float!, unit!])
  return add(graph, scaled!, graph.weights(FLOAT, [to], randomFloats(to)))
}

function normalize(graph: OnnxGraph, state: string, width: number): string {
  const ones = graph.weights(FLOAT, [width], new Float32Array(width).fill(1))
  const zeros = graph.weights(FLOAT, [width], new Float32Array(width))
  const options = { axis: -1, epsilon: { float: 1e-5 } }
  return graph.node('LayerNormalization', [state, ones, zeros], options)[0]!
}

function add(graph: OnnxGraph, a: string, b: string): string {
  return graph.node('Add', [a, b])[0]!
}

/** Any weights do: bytes of a multiplicative sequence that starts at the number of weights. */
function randomBytes(count: number): Int8Array {
  return Int8Array.from({ length: count }, (_, i) => Math.imul(i + count, 0x9e3779b1) >> 24)
}

function randomFloats(count: number): Float32Array {
  return Float32Array.from(randomBytes(count), (byte) => byte / 3200)
}
