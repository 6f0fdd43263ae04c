export { finishDictionary, type TrainOptions, trainDictionary } from './train-dictionary.ts'
