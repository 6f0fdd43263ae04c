import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { openCorpus } from '@x/agentcompbench/node'
import type { Bench } from '../bench.ts'
import { kindsSection } from './classifier/kinds.ts'
import { type WrittenCase, writtenCases } from './classifier/scores/case-file.ts'
import { readScoreFile } from './classifier/scores/score-file.ts'
import { answersSection } from './classifier/sections/answers.ts'
import { floorSection } from './classifier/sections/floor.ts'
import { paritySection } from './classifier/sections/parity.ts'
import { referencesSection } from './classifier/sections/references.ts'
import { reuseSection } from './classifier/sections/reuse.ts'
import type { Section } from './classifier/sections/section.ts'
import { sizesSection } from './classifier/sections/sizes.ts'
import { speedSection } from './classifier/sections/speed.ts'
import { readValidationCases } from './classifier/validation-cases.ts'

/** The sections in the order in which they are shown; each has a block of its own in the README. */
const SECTIONS: Readonly<Record<string, Section>> = {
  reuse: reuseSection,
  answers: answersSection,
  references: referencesSection,
  floor: floorSection,
  kinds: kindsSection,
  speed: speedSection,
  parity: paritySection,
  sizes: sizesSection,
}
/** Run by name alone: what it measures has to be trained for it. */
const BY_NAME = 'sizes'

/** What the keep/drop scores keep of what is needed later, beside what needs no training. */
export const classifierBench: Bench = {
  name: 'classifier',
  readme: 'packages/classifier/README.md',
  async run({ dataFolder, root, log, args }) {
    if (dataFolder === undefined) {
      throw new Error('this bench needs the public corpora: set PITH_DATA to their folder')
    }
    const { section, scores, cases: casesPath } = readOptions(args)
    const corpus = openCorpus(dataFolder)
    const cases = readValidationCases(corpus)
    if (casesPath !== undefined) {
      writeFileSync(casesPath, toJsonLines(writtenCases(cases)))
      return {}
    }
    const scoreFiles = new Map(scores.map(([name, path]) => [name, readScoreFile(path)]))
    const blocks: Record<string, string> = {}
    for (const name of section) {
      log(`section ${name}`)
      const run = SECTIONS[name] as Section
      blocks[`classifier:${name}`] = await run({
        ...{ corpus, cases, scoreFiles, root, log },
        data: dataFolder,
      })
    }
    if (scoreFiles.size === 0) return blocks
    log(Object.values(blocks).join('\n\n'))
    return {}
  },
}

interface ClassifierOptions {
  /** Sections to run. */
  readonly section: readonly string[]
  /** Scores made outside: name and file. */
  readonly scores: readonly (readonly [name: string, path: string])[]
  /** Where to write the cases to be scored, instead of measuring. */
  readonly cases: string | undefined
}

function readOptions(args: readonly string[]): ClassifierOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      section: { type: 'string', multiple: true, default: [] },
      scores: { type: 'string', multiple: true, default: [] },
      cases: { type: 'string' },
    },
  })
  const unknown = values.section.filter((name) => SECTIONS[name] === undefined)
  if (unknown.length > 0) {
    throw new RangeError(
      `no section ${unknown.join(', ')}; there are ${Object.keys(SECTIONS).join(', ')}`,
    )
  }
  return {
    section:
      values.section.length > 0
        ? values.section
        : Object.keys(SECTIONS).filter((name) => name !== BY_NAME),
    scores: values.scores.map((value) => {
      const [name = '', path = ''] = value.split('=')
      return [name, path] as const
    }),
    cases: values.cases,
  }
}

function toJsonLines(items: Iterable<WrittenCase>): string {
  return Array.from(items, (item) => `${JSON.stringify(item)}\n`).join('')
}
