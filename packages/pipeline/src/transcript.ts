/** Who speaks in a part; `tools` is the list of tool schemas that stands before everything else. */
export type Role = 'system' | 'developer' | 'user' | 'assistant' | 'tool' | 'tools'

/** A call of a tool by the model: its name and its arguments as the model wrote them (mostly JSON text). */
export interface ToolCall {
  readonly name: string
  readonly arguments: string
}

/** One text field of a request. */
export interface Part {
  /** Place in the request body, `messages[2].content[0].text` for example. */
  readonly id: string
  readonly role: Role
  readonly text: string
  /** `opaque` parts are counted and scanned for collisions, never changed. */
  readonly kind: 'text' | 'opaque'
  /** What the model can see of it: tool name (or role) and ordinal, `get_order#2`. Unique in a transcript. */
  readonly label: string
  /** The model reads more here than `text` shows (encrypted or signed content): it cannot be scanned for collisions. */
  readonly isSealed?: boolean
  /** The call that this part answers, for tool results. */
  readonly call?: ToolCall
}

/** What a request forbids; data that a dialect reads from the request's own fields. */
export interface Restrictions {
  /** The provider may drop earlier parts: no references and no aliases across parts. */
  readonly selfContained?: boolean
  /** No aliases, in what is sent and in the answer (`logprobs`, `stop`, encrypted items). */
  readonly noAliases?: boolean
  /** No aliases in the answer (JSON modes, `prediction`). */
  readonly noOutputAliases?: boolean
  /**
   * Nothing beside the texts will tell which ones were rendered (a file, not a request with its report): verbatim texts
   * that read as rendered take an escape of a token, the one growth that is allowed.
   */
  readonly isLone?: boolean
  /** No instruction may be added (JSON modes, strict tools). */
  readonly noInsertions?: boolean
}

/** A conversation as the provider reads it: tools, system, messages, whatever the order of bytes. */
export interface Transcript {
  readonly parts: readonly Part[]
  readonly restrictions?: Restrictions
}
