/** A JSON object whose fields nobody has looked at yet. */
export type JsonRecord = Readonly<Record<string, unknown>>

/** Events of more UTF-16 units carry images or whole answers: they pass without being parsed. */
export const MAX_PARSED_LENGTH: number = 4 * 1024 * 1024

/** Parses the data of an event; `undefined` where it is no JSON object or too large to look into. */
export function parseEventJson(data: string): JsonRecord | undefined {
  if (data.length > MAX_PARSED_LENGTH) return undefined
  try {
    return asRecord(JSON.parse(data))
  } catch {
    return undefined
  }
}

/** Whether the data of an event was meant to be JSON and is none; one too long to look into is not judged. */
export function isMalformed(data: string, parsed: JsonRecord | undefined): boolean {
  if (parsed !== undefined || data === '' || data.length > MAX_PARSED_LENGTH) return false
  return data.trim() !== '[DONE]'
}

/** The value as an object, or `undefined`. */
export function asRecord(value: unknown): JsonRecord | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonRecord)
    : undefined
}

/** The value as a list of objects; whatever else stands in the list is left out. */
export function asRecords(value: unknown): JsonRecord[] {
  if (!Array.isArray(value)) return []
  return value.map(asRecord).filter((item) => item !== undefined)
}

/** The value as a whole number of tokens, or `undefined`. */
export function asCount(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined
}
