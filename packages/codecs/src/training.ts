export { type TrainPriorOptions, trainPrior } from './cm/train-prior.ts'
export { finishDictionary, type TrainOptions, trainDictionary } from './train-dictionary.ts'
