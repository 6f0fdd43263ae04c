export { openCorpus } from './node/open-corpus.ts'
