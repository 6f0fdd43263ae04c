import type { Corpus } from '@x/agentcompbench'
import { type Cell, markdownTable } from '../../table.ts'
import { freshWindows } from './kinds/fresh.ts'
import { type GluedScore, scoreGlued } from './kinds/glued.ts'
import { handCheckedWindows } from './kinds/hand-checked.ts'
import { labelledWindows } from './kinds/labelled.ts'
import { measureSpeed } from './kinds/speed.ts'
import { sumOf, type Tally, tallyBy } from './kinds/tally.ts'

/** What the section needs of the bench. */
export interface KindsContext {
  readonly corpus: Corpus
  readonly root: string
  /** The folder of public corpora. */
  readonly data: string
  readonly log: (line: string) => void
}

const LEAST_GOOD = 0.95

/** How often the kind of a text is told, by set, by kind and by source, and how fast. */
export async function kindsSection({ corpus, root, data, log }: KindsContext): Promise<string> {
  log('kinds: sources looked at, validation split')
  const known = [...labelledWindows(corpus, 'known', 'validation')]
  log('kinds: sources held out, both splits')
  const unseen = [...labelledWindows(corpus, 'unseen')]
  const knownKinds = tallyBy(known, ({ kind }) => kind)
  const unseenKinds = tallyBy(unseen, ({ kind }) => kind)
  const fresh = tallyBy(freshWindows(data), ({ file }) => file)
  const checked = tallyBy(handCheckedWindows(corpus, root), () => 'checked')
  log('kinds: speed')
  return [
    markdownTable(
      ['windows of 2,000 characters', 'count', 'kind right'],
      [
        rowOf('sources looked at, validation split, label by source', sumOf(knownKinds)),
        rowOf('sources held out by a hash, both splits, label by source', sumOf(unseenKinds)),
        rowOf('repositories that the corpora lack, label by source', sumOf(fresh)),
        rowOf('any place of the validation split, label by hand', sumOf(checked)),
        gluedRow('two kinds glued, by character', scoreGlued(known, 'all')),
        gluedRow(
          'the same without pairs of prose, markdown and chat',
          scoreGlued(known, 'distinct'),
        ),
      ],
    ),
    kindsTable(knownKinds, unseenKinds),
    `Held-out sources below 95 %: ${weakSources(tallyBy(unseen, ({ file, kind }) => `${file} as ${kind}`))}.`,
    `Of the repositories that the corpora lack: ${fresh.map(sourceOf).join('; ')}.`,
    speedTable(corpus),
  ].join('\n\n')
}

function rowOf(name: string, { windows, right }: { windows: number; right: number }): Cell[] {
  return [name, whole(windows), percent(right / windows)]
}

function gluedRow(name: string, { texts, rightCharacters }: GluedScore): Cell[] {
  return [name, whole(texts), percent(rightCharacters)]
}

function kindsTable(known: readonly Tally[], unseen: readonly Tally[]): string {
  const rows = known.map((tally): Cell[] => {
    const other = unseen.find(({ name }) => name === tally.name)
    return [
      `\`${tally.name}\``,
      whole(tally.windows),
      percent(tally.right / tally.windows),
      whole(other?.windows ?? 0),
      other === undefined ? '' : percent(other.right / other.windows),
      other?.takenFor.map(([kind, count]) => `${kind} ${count}`).join(', ') ?? '',
    ]
  })
  return markdownTable(
    ['kind', 'looked at', 'right', 'held out', 'right', 'held out, taken for'],
    rows,
  )
}

function weakSources(sources: readonly Tally[]): string {
  return sources
    .filter(({ windows, right }) => right < LEAST_GOOD * windows)
    .map(sourceOf)
    .join('; ')
}

function sourceOf({ name, windows, right }: Tally): string {
  return `${name} ${right} of ${windows}`
}

function speedTable(corpus: Corpus): string {
  const rows = measureSpeed(corpus).map((speed): Cell[] => [
    whole(speed.characters),
    ...[speed.detect, speed.patterns, speed.scan].map((value) => `${value.toFixed(1)} MB/s`),
  ])
  return markdownTable(['characters', '`detect`', 'five patterns', 'every character'], rows)
}

function whole(count: number): string {
  return count.toLocaleString('en')
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}
