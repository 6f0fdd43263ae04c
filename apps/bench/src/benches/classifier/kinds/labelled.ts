import type { Corpus, CorpusRecord, Split } from '@x/agentcompbench'
import type { Kind } from '@x/classifier'
import { isUnseenSource, KIND_SOURCES, type KindSource } from './sources.ts'
import { windowOf } from './windows.ts'

/** A window whose kind its source tells. */
export interface LabelledWindow {
  readonly file: string
  readonly id: string
  readonly kind: Kind
  readonly text: string
}

const MOST_A_SOURCE = 150

/** Windows of the sources that were looked at, or of those that were held out; each text once, at most 150 a source. */
export function* labelledWindows(
  corpus: Corpus,
  set: 'known' | 'unseen',
  split?: Split,
): Generator<LabelledWindow> {
  for (const source of KIND_SOURCES) {
    for (const file of source.files) {
      if (isUnseenSource(file) === (set === 'unseen')) {
        yield* windowsOf(corpus.records(file, split), file, source)
      }
    }
  }
}

function* windowsOf(
  records: Iterable<CorpusRecord>,
  file: string,
  { kind, extract }: KindSource,
): Generator<LabelledWindow> {
  const texts = new Set<string>()
  for (const record of records) {
    for (const body of extract(record)) {
      const text = windowOf(body, record.id)
      if (text === undefined || texts.size >= MOST_A_SOURCE || texts.has(text)) continue
      texts.add(text)
      yield { file, id: record.id, kind, text }
    }
  }
}
