export { type FitOptions, fitLogistic, type Row } from './fit.ts'
export {
  describeExample,
  type FieldExample,
  groupOf,
  trainFields,
  trainNameless,
} from './train-fields.ts'
export { trainModel } from './train-model.ts'
