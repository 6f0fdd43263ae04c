/** Why a container was refused. */
export type ContainerFault =
  | 'magic'
  | 'version'
  | 'codec'
  | 'flags'
  | 'truncated'
  | 'length'
  | 'limit'
  | 'payload'
  | 'checksum'

/** Thrown for bytes that are no whole, unharmed container. Nothing of them was returned. */
export class ContainerError extends Error {
  override readonly name = 'ContainerError'
  readonly fault: ContainerFault
  /** Byte at which the fault was seen. */
  readonly offset: number
  /** The message without the offset. */
  readonly reason: string

  constructor(fault: ContainerFault, offset: number, message: string, options?: ErrorOptions) {
    super(`${message} (at byte ${offset})`, options)
    this.fault = fault
    this.offset = offset
    this.reason = message
  }
}

/** Thrown where a codec needs a dictionary, a prior, a vocabulary or a library that is not here. */
export class MissingKnowledgeError extends Error {
  override readonly name = 'MissingKnowledgeError'
  /** What is missing: `dictionary`, `prior`, `tokenizer`, or the name of a driver. */
  readonly what: string
  /** Its content id, where it has one. */
  readonly id: number | undefined

  constructor(what: string, id: number | undefined, message: string) {
    super(message)
    this.what = what
    this.id = id
  }
}

/** Thrown where a message store is damaged, or is opened with another dictionary than it was made with. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  /** Position of the record in the log; undefined where no record is at fault. */
  readonly position: number | undefined

  constructor(position: number | undefined, message: string, options?: ErrorOptions) {
    super(position === undefined ? message : `${message} (record at ${position})`, options)
    this.position = position
  }
}
