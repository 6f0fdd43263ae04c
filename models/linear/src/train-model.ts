import { type Corpus, domainWords, reuseSamples } from '@x/agentcompbench'
import type { LinearModel } from '@x/classifier/training'
import { trainAsked } from './train-asked.ts'
import { describeExample, trainFields } from './train-fields.ts'
import { trainAnswers, trainReferences } from './train-words.ts'

/** Trains all parts on the train split, one after the other. */
export function trainModel(corpus: Corpus, log: (line: string) => void): LinearModel {
  log('strings of tool results')
  const samples = reuseSamples(corpus, 'train', { domainWords: domainWords(corpus) })
  const fields = trainFields(Array.from(samples, describeExample))
  log('sentences that answer a question')
  const asked = trainAsked(corpus)
  log('words of answers and summaries')
  const references = trainReferences(corpus)
  log('words that are asked for')
  return { fields, asked, references, answers: trainAnswers(corpus) }
}
