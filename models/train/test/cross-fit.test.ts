import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCorpus } from '@x/agentcompbench'
import { packLinearModel } from '@x/classifier/training'
import { expect, it } from 'vitest'
import { crossFit } from '../src/cross-fit.ts'

it('gives a document a model that was trained without it, the same from its files', () => {
  const records = Array.from({ length: 12 }, (_, i) => ({
    ...{ id: `${i}`, scenario: 'rag_context', source: 's', license: 'MIT', docId: `d${i}` },
    split: 'train' as const,
    text: `The bridge of Town${i} was opened in ${1900 + i}. Nobody knows who built it.`,
    question: 'When was the bridge opened?',
    reference: { answers: [[{ start: 0, end: 10 }]] },
  }))
  const folder = mkdtempSync(join(tmpdir(), 'pith-folds-'))
  try {
    const corpus = createCorpus({ 'rag_context/qed-dev': records })
    const said: string[] = []
    const modelOf = crossFit(corpus, folder, (line) => said.push(line))
    const again = crossFit(corpus, folder, () => expect.unreachable())
    const models = new Set(records.map(({ docId }) => modelOf(docId)))
    expect(models.size).toBe(3)
    expect(said.filter((line) => line.startsWith('linear model without')).length).toBe(3)
    for (const { docId } of records) {
      expect(packLinearModel(again(docId))).toEqual(packLinearModel(modelOf(docId)))
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
})
