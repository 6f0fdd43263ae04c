import { mentionsOf, type Unit, unitsOf } from '@x/classifier/training'
import type { Corpus } from '../corpus.ts'
import { type Drafter, draftOf, type Needed, placesOf } from './draft.ts'
import { windowDraft } from './windows.ts'

/** What says of a property what may stand in it. */
const SAYING = new Set(['type', '$ref', 'const', 'format'])

/** JSON schemas of configuration files, with the properties and values that a real file of theirs uses. */
export const usedSchemas: Drafter = {
  name: 'reuse: properties and values of a JSON schema that a real instance uses',
  *drafts(corpus) {
    const used = instanceMentions(corpus)
    for (const record of corpus.records('json_schema/schemastore')) {
      const instance = used.get(`${record.split} ${nameOf(record.docId)}`)
      const text = record.text ?? ''
      if (instance === undefined) continue
      const units = unitsOf(text, 'field')
      const values = new Set(
        units.flatMap((unit) => [...unit.strings.keys()]).filter((s) => instance.has(s)),
      )
      const needed = [...placesOf(text, values, 'reuse', units), ...usedProperties(units, instance)]
      yield* windowDraft(draftOf(record, 'schemastore', text, { needed })).filter(
        (window) => window.needed.length > 0,
      )
    }
  },
}

/** What the instances of each schema hold, by split and name. */
function instanceMentions(corpus: Corpus): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>()
  for (const { split, docId, text = '' } of corpus.records('json_schema/schemastore-samples')) {
    const key = `${split} ${nameOf(docId)}`
    found.set(key, new Set([...(found.get(key) ?? []), ...mentionsOf(text)]))
  }
  return found
}

/** The name of a schema, from the path of its file or the folder of its instances. */
function nameOf(docId: string): string {
  return docId.replace(/^ss:(?:.*\/)?/, '').replace(/(?:\.schema)?(?:\.json)?$/, '')
}

/** The types of properties whose name the instances hold: `properties.NAME.type`. */
function usedProperties(units: readonly Unit[], instance: ReadonlySet<string>): Needed[] {
  return units.flatMap((unit): Needed[] => {
    const [holder, name = ''] = unit.path.split('.').slice(-3)
    const isUsed =
      holder === 'properties' && SAYING.has(unit.key) && instance.has(name.toLowerCase())
    return isUsed ? [[unit.valueStart, unit.valueEnd, 'reuse']] : []
  })
}
