/** Which weights the buckets of some features pick: one a template, a template being a feature or several crossed. */
export interface Plan {
  /** Number of weights. */
  readonly size: number
  /** Numbers of the picked weights, given the bucket of each feature. */
  indexesOf(values: ArrayLike<number>): Int32Array
}

/** The features that a template names, joined by `*`. */
export type Template = string

/**
 * Lays the weights of templates out one behind the other.
 *
 * @throws {RangeError} for a template that names no feature
 */
export function planTemplates(
  templates: readonly Template[],
  names: readonly string[],
  sizes: readonly number[],
): Plan {
  let size = 0
  const parts = templates.map((template) => {
    const features = template.split('*').map((name) => {
      const feature = names.indexOf(name)
      if (feature < 0) throw new RangeError(`template ${template} names no feature: ${name}`)
      return feature
    })
    const offset = size
    size += features.reduce((product, feature) => product * sizes[feature]!, 1)
    return { features, offset }
  })
  return {
    size,
    indexesOf: (values) =>
      Int32Array.from(
        parts,
        ({ features, offset }) =>
          features.reduce((at, feature) => at * sizes[feature]! + values[feature]!, 0) + offset,
      ),
  }
}
