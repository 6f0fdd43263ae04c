import type { CorpusRecord } from '../corpus.ts'
import { type Draft, type Drafter, draftOf, type Needed } from './draft.ts'
import { aroundLabels } from './table-drafts.ts'

const ELEMENT = /^(?:click|hover|type_string|select)\('([A-Z]+)'/
const TASK = /#Task: (.*)/
const PAGE_END = /\n\s*\nYou are a helpful assistant/

/** Pages of real sites, with the element that the gold command touches. */
export const touchedElements: Drafter = {
  name: 'evidence: the element of a page that the gold command touches',
  *drafts(corpus) {
    for (const name of ['browser_session/autowebbench-en', 'browser_a11y/autowebbench-en']) {
      for (const record of corpus.records(name)) yield* touched(record)
    }
  },
}

function* touched(record: CorpusRecord): Generator<Draft> {
  const [page, command] = record.messages ?? []
  const content = page?.content ?? ''
  const id = ELEMENT.exec(command?.content ?? '')?.[1]
  if (id === undefined) return
  const text = content.slice(0, PAGE_END.exec(content)?.index ?? content.length)
  const query = TASK.exec(content)?.[1] ?? ''
  const needed = elementPlaces(text, id)
  if (needed.length > 0 && query !== '')
    yield* aroundLabels(draftOf(record, 'autoweb', text, { query, needed }))
}

/** An element with its text, up to the next bracket: `<a[ZX]| Home>`. */
function elementPlaces(text: string, id: string): Needed[] {
  return Array.from(text.matchAll(new RegExp(`<[a-z0-9]+\\[${id}\\][^<>]*>?`, 'g')), (match) => [
    match.index,
    match.index + match[0].length,
    'evidence',
  ])
}
