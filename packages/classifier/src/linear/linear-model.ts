import { ASKED_PLAN } from './asked-plan.ts'
import type { FieldModel } from './field-model.ts'
import { KNOWN_PLAN, NAME_WEIGHTS, TRANSFER_PLAN } from './field-plans.ts'
import type { LinearWeights } from './linear-weights.ts'
import { WORD_WEIGHTS } from './word-features.ts'

/** All weights of the linear backend. */
export interface LinearModel {
  /** Strings of structured texts that later turns use. */
  readonly fields: FieldModel
  /** Sentences that answer a question. */
  readonly asked: LinearWeights
  /** Words that an answer to a question takes. */
  readonly references: LinearWeights
  /** Words that somebody will ask for, the question unknown. */
  readonly answers: LinearWeights
}

/** Changes with the features and with what scores are made of logits, so that weights are never read by what they were not made for. */
export const FORMAT = 3
const SIZES = [
  KNOWN_PLAN.size + NAME_WEIGHTS,
  TRANSFER_PLAN.size,
  ASKED_PLAN.size,
  WORD_WEIGHTS,
  WORD_WEIGHTS,
] as const
const BIAS_BYTES = 2
const FORM_BYTES = 2

/** Packs a model: format, weights in one byte each behind a bias in two, hashes of known forms in two each. */
export function packLinearModel(model: LinearModel): Uint8Array {
  const { fields, asked, references, answers } = model
  const parts = [fields.known, fields.transfer, asked, references, answers]
  const forms = [...fields.forms].sort((a, b) => a - b)
  const bytes = new Uint8Array(lengthBeforeForms() + FORM_BYTES * forms.length)
  const view = new DataView(bytes.buffer)
  bytes[0] = FORMAT
  let at = 1
  for (const { bias, weights } of parts) {
    view.setInt16(at, bias, true)
    at += BIAS_BYTES
    for (const weight of weights) view.setInt8(at++, weight)
  }
  for (const form of forms) {
    view.setUint16(at, form, true)
    at += FORM_BYTES
  }
  return bytes
}

/**
 * Reads what `packLinearModel` wrote.
 *
 * @throws {RangeError} for bytes of another format or length
 */
export function readLinearModel(bytes: Uint8Array): LinearModel {
  const rest = bytes.length - lengthBeforeForms()
  if (bytes[0] !== FORMAT || rest < 0 || rest % FORM_BYTES > 0) {
    throw new RangeError(
      `linear model has format ${bytes[0]} and ${bytes.length} bytes; wanted format ${FORMAT} and ${lengthBeforeForms()} bytes or more`,
    )
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  let at = 1
  const [known, transfer, asked, references, answers] = SIZES.map((size): LinearWeights => {
    const bias = view.getInt16(at, true)
    const start = at + BIAS_BYTES
    at = start + size
    return { bias, weights: new Int8Array(bytes.buffer, bytes.byteOffset + start, size) }
  })
  const forms = new Set<number>()
  for (; at < bytes.length; at += FORM_BYTES) forms.add(view.getUint16(at, true))
  return {
    fields: { known: known!, transfer: transfer!, forms },
    asked: asked!,
    references: references!,
    answers: answers!,
  }
}

function lengthBeforeForms(): number {
  return SIZES.reduce((sum, size) => sum + BIAS_BYTES + size, 1)
}
