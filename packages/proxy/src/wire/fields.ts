/** Header fields by their names in lower case; lines of one name are joined by commas (RFC 9110 section 5.3). */
export type Fields = Map<string, string>

/** Looks a field up by its name in lower case: a Map can, and the web's `Headers`. */
export interface FieldReader {
  get(name: string): string | null | undefined
  has(name: string): boolean
}

/** Adds one line of a field. */
export function appendField(fields: Fields, name: string, value: string): void {
  const before = fields.get(name)
  fields.set(name, before === undefined ? value : `${before}, ${value}`)
}
