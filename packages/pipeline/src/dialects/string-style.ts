/** How a JSON document writes its strings: `ascii` escapes every code unit above U+007E, as Python does by default. */
export type StringStyle = 'plain' | 'ascii'

const ESCAPED_NON_ASCII = /\\u(?:00[89a-f]|0[1-9a-f]|[1-9a-f])/
const RAW_NON_ASCII = /[^\0-\x7e]/

/** What tells the style of a text; of two texts together either tells. */
export interface StyleSigns {
  readonly hasEscaped: boolean
  readonly hasRaw: boolean
}

/** The signs in a text of whole strings. */
export function styleSignsOf(source: string): StyleSigns {
  return { hasEscaped: ESCAPED_NON_ASCII.test(source), hasRaw: RAW_NON_ASCII.test(source) }
}

/** The style that signs tell; `plain` where none does. */
export function styleOf({ hasEscaped, hasRaw }: StyleSigns): StringStyle {
  return hasEscaped && !hasRaw ? 'ascii' : 'plain'
}

/** The style of a document, told by its own strings. */
export function stringStyleOf(source: string): StringStyle {
  return styleOf(styleSignsOf(source))
}

/** A string token in the style of its document. */
export function writeString(text: string, style: StringStyle): string {
  const written = JSON.stringify(text)
  if (style === 'plain') return written
  return written.replace(
    /[^\0-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
