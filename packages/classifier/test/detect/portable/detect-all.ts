import { type Density, type Detection, detect, measureDensity } from '@x/classifier'

/** What the package says of each text, the same wherever it runs. */
export function detectAll(texts: readonly string[]): readonly (Detection & { density: Density })[] {
  return texts.map((text) => ({ ...detect(text), density: measureDensity(text) }))
}
