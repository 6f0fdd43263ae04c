/** One message of a recorded conversation, in the form of OpenAI's chat API. */
export interface CorpusMessage {
  readonly role: 'system' | 'user' | 'assistant' | 'tool'
  readonly content?: string | null
  readonly tool_calls?: readonly CorpusToolCall[] | null
}

export interface CorpusToolCall {
  readonly function: { readonly name: string; readonly arguments?: string | null }
}

export type Split = 'train' | 'validation'

/** One line of the corpus: a text or a conversation, the document it comes from, and what is known about it. */
export interface CorpusRecord {
  readonly id: string
  readonly scenario: string
  /** `owner/repo:path` of the text. */
  readonly source: string
  readonly license: string
  /** The source document; a split never divides one. */
  readonly docId: string
  readonly split: Split
  readonly text?: string
  readonly messages?: readonly CorpusMessage[]
  readonly reference?: Readonly<Record<string, unknown>>
  readonly question?: string
  readonly title?: string
}

/** A folder of corpora, read file by file. */
export interface Corpus {
  /** Names of all files as `scenario/source`, sorted. */
  names(): readonly string[]
  /** The records of one file in their order, all of them or those of one split. */
  records(name: string, split?: Split): Iterable<CorpusRecord>
}

/** A corpus held in memory, by file name. */
export function createCorpus(files: Readonly<Record<string, readonly CorpusRecord[]>>): Corpus {
  return {
    names: () => Object.keys(files).sort(),
    records: (name, split) =>
      (files[name] ?? []).filter((record) => split === undefined || record.split === split),
  }
}

/** The same corpus without the documents that are left out. */
export function withoutDocuments(corpus: Corpus, isLeftOut: (docId: string) => boolean): Corpus {
  return {
    names: () => corpus.names(),
    *records(name, split) {
      for (const record of corpus.records(name, split)) if (!isLeftOut(record.docId)) yield record
    },
  }
}
