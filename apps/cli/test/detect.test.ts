import { describe, expect, it } from 'vitest'
import { pith } from './pith.ts'

const PROSE =
  'To see which services are stuck, ask the scheduler for its queue. It prints one line for each job, oldest first.'
const TEXT = `${PROSE}\n\n\`\`\`python\nfor job in queue.jobs():\n    print(job.age, job.name)\n\`\`\`\n\n${PROSE}\n`

describe('pith detect', () => {
  it('prints the kind, the density and the stretches', () => {
    const { code, stdout } = pith(['detect', '-'], TEXT)
    expect(code).toBe(0)
    expect(stdout.toString()).toMatch(
      /^Kind: {5}prose, confidence \d\.\d\d\nDensity: {2}\d\.\d\d \(.+\)\n0-\d+ +prose\n\d+-\d+ +code \(python\)\n\d+-\d+ +prose\n$/,
    )
  })

  it('answers with the fields of its contract', () => {
    const { stdout } = pith(['detect', '--json'], '[{"id": 1, "state": "open"}, {"id": 2}]')
    const answer = JSON.parse(stdout.toString())
    expect(Object.keys(answer)).toEqual(['kind', 'confidence', 'language', 'spans', 'density'])
    expect(answer).toMatchObject({
      kind: 'json_api',
      language: 'json',
      spans: [{ start: 0, end: 39, kind: 'json_api', language: 'json' }],
    })
    expect(Object.keys(answer.density)).toEqual([
      'structureRatio',
      'technicalTermDensity',
      'wordsPerLine',
      'score',
    ])
  })

  it('knows nothing of an empty text', () => {
    const { code, stdout } = pith(['detect', '--json'], '')
    expect([code, JSON.parse(stdout.toString()).spans]).toEqual([0, []])
  })
})
