import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** Texts that test sets of the package share with; never read. */
const FORBIDDEN = /tau-bench|tau2-|^system_prompt\//
/** At most so much of one repository and of one document is mined, so that none dominates. */
const REPOSITORY_CAP = 1.2e6
export const DOCUMENT_CAP = 60_000
const SHORTEST = 20

/**
 * Train texts, sorted by repository; one repository is one source.
 * @param {string} data folder with `prompts/train.jsonl.gz` and `corpus/`
 * @param {ReadonlySet<string>} heldOut repositories to leave out (for tuning on texts of theirs)
 */
export function readDocuments(data, heldOut) {
  const seen = new Set()
  const documents = []
  const add = (record, kind, band) => {
    const text = textOf(record)
    const repository = record.source.split(':')[0].split(' ')[0].toLowerCase()
    if (text.length < SHORTEST || seen.has(text) || heldOut.has(repository)) return
    seen.add(text)
    documents.push({ repository, license: record.license, kind, band, text })
  }
  for (const record of readRecords(join(data, 'prompts/train.jsonl.gz'))) {
    add(record, record.kind, record.band)
  }
  for (const path of corpusFiles(join(data, 'corpus'))) {
    for (const record of readRecords(join(data, 'corpus', path))) {
      if (record.split === 'train') add(record, path.split('/')[0], undefined)
    }
  }
  return capped(documents)
}

function corpusFiles(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.jsonl.gz') && !FORBIDDEN.test(path))
    .sort()
}

function readRecords(path) {
  const lines = gunzipSync(readFileSync(path)).toString('utf8').split('\n')
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line))
}

function textOf(record) {
  if (record.text !== undefined) return record.text
  const contents = record.messages.map((message) =>
    typeof message.content === 'string' ? message.content : JSON.stringify(message),
  )
  return contents.join('\n\n')
}

/** Prompts come before corpus texts within a repository, otherwise in the order read. */
function capped(documents) {
  const rank = (document) => (document.band === undefined ? 1 : 0)
  const sorted = documents
    .map((document, index) => ({ ...document, index }))
    .sort(
      (a, b) =>
        (a.repository < b.repository ? -1 : a.repository > b.repository ? 1 : 0) ||
        rank(a) - rank(b) ||
        a.index - b.index,
    )
  const used = new Map()
  return sorted.filter(({ repository, text }) => {
    const before = used.get(repository) ?? 0
    used.set(repository, before + Math.min(text.length, DOCUMENT_CAP))
    return before <= REPOSITORY_CAP
  })
}
