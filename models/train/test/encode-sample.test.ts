import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  createWordpiece,
  FEATURE_COUNT,
  FEATURE_NAMES,
  readLinearModel,
} from '@x/classifier/training'
import { describe, expect, it } from 'vitest'
import { isFor, type TrainingText } from '../src/all-samples.ts'
import { encodeSample, LABEL } from '../src/encode-sample.ts'

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789'.split('')
const VOCABULARY = [
  ...['[PAD]', '[UNK]', '[CLS]', '[SEP]'],
  ...LETTERS,
  ...LETTERS.map((letter) => `##${letter}`),
  ...'.,:?'.split(''),
].join('\n')
const wordpiece = createWordpiece(VOCABULARY)
const LINEAR = join(import.meta.dirname, '../../compact-linear/model.bin')
const linear = readLinearModel(new Uint8Array(readFileSync(LINEAR)))

const RESULT: TrainingText = {
  scenario: 'tool_result',
  source: 'tau',
  docId: 'd1',
  split: 'train',
  text: '{"code":"w12","state":"open","note":"w9"}',
  query: 'state of w12',
  seen: ['w12'],
  needed: [[23, 27, 'reuse']],
  keep: { '0.2': [[22, 28]], '0.4': [[22, 28]], '0.7': [[9, 28]] },
}

/** The labels of the tokens that score something, in order. */
function scoredLabels(text: TrainingText): number[] {
  const windows = encodeSample(text, 'structured', wordpiece, linear)
  return windows.flatMap(({ labels }) => [...labels].filter((label) => (label & LABEL.scored) > 0))
}

describe('encodeSample', () => {
  it('marks what is needed, what is kept at which rate, and what is new', () => {
    const [code, w12, state, open, note, w9] = scoredLabels(RESULT)
    const ranked = LABEL.kept20 | LABEL.kept40 | LABEL.kept70
    const { scored, needed, unitNeeded, fresh, kept70 } = LABEL
    expect(open).toBe(scored | needed | unitNeeded | fresh | ranked)
    expect(w12).toBe(scored | kept70)
    expect(w9).toBe(scored | fresh)
    expect([code, note]).toEqual([scored | fresh, scored | fresh])
    expect(state).toBe(scored | fresh | unitNeeded | kept70)
  })

  it('writes arrays of one length, the query in front', () => {
    const [window] = encodeSample(RESULT, 'structured', wordpiece, linear)
    const length = window!.ids.length
    expect(window!.features).toHaveLength(length * FEATURE_COUNT)
    for (const column of [window!.labels, window!.kinds, window!.units]) {
      expect(column).toHaveLength(length)
    }
    const query = wordpiece.piecesOf(RESULT.query!).length
    expect([...window!.labels.slice(0, query + 2)].every((label) => label === 0)).toBe(true)
    expect([...window!.kinds].filter((kind) => kind > 0)).toEqual([1])
  })
})

describe('the linear model in a sample', () => {
  it('says something of new strings alone', () => {
    const [window] = encodeSample(RESULT, 'structured', wordpiece, linear)
    const prior = FEATURE_NAMES.indexOf('prior')
    const levels = [...window!.labels.keys()]
      .filter((i) => (window!.labels[i]! & LABEL.scored) > 0)
      .map((i) => window!.features[i * FEATURE_COUNT + prior]! > 0)
    expect(levels).toEqual([false, false, false, true, false, true])
  })
})

describe('isFor', () => {
  it('gives each model its scenarios, and tool results to the structured one wherever they stand', () => {
    expect(isFor('structured', RESULT)).toBe(true)
    expect(isFor('natural', RESULT)).toBe(false)
    const page = { ...RESULT, scenario: 'browser_session', source: 'webshop' }
    expect([isFor('structured', page), isFor('natural', page)]).toEqual([true, true])
    const mail = { ...RESULT, scenario: 'email_digest', source: 'mail' }
    expect([isFor('structured', mail), isFor('natural', mail)]).toEqual([false, true])
  })
})
