/** A way in which a writer of JSON spells every character of a kind, taken back while the text is rendered. */
interface Spelling {
  /** Its letter in the mark. */
  readonly letter: string
  /** Cheap sign that a text may be spelled so. */
  readonly sign: string
  plain(text: string): string
  spelled(text: string): string
}

const SPELLINGS: readonly Spelling[] = [
  {
    letter: 'r',
    sign: '\r\n',
    plain: (text) => text.replaceAll('\r\n', '\n'),
    spelled: (text) => text.replaceAll('\n', '\r\n'),
  },
  {
    letter: 's',
    sign: '\\/',
    plain: (text) => text.replace(ESCAPE, (found) => (found === '\\/' ? '/' : found)),
    spelled: (text) => text.replaceAll('/', '\\/'),
  },
  {
    letter: 'u',
    sign: '\\u',
    plain: (text) => text.replace(ESCAPE, decodeUnit),
    spelled: (text) => text.replace(/[\u0080-\uffff]/g, encodeUnit),
  },
]

const ESCAPE = /\\(?:u[0-9a-f]{4}|[\s\S])/g
const LONE_SURROGATE = /\p{Surrogate}/u

function decodeUnit(found: string): string {
  const code = found.length === 6 ? Number.parseInt(found.slice(2), 16) : 0
  return code < 0x80 ? found : String.fromCharCode(code)
}

function encodeUnit(unit: string): string {
  return '\\u' + unit.charCodeAt(0).toString(16).padStart(4, '0')
}

/**
 * Takes back CRLF line ends (`r`), slashes that are all escaped (`s`) and characters beyond ASCII that are all escaped
 * (`u`, as Python and PHP do). Each is done only where doing it again gives the text back.
 */
export function unspell(text: string): { readonly text: string; readonly letters: string } {
  let plain = text
  let letters = ''
  for (const { letter, sign, plain: unspelled, spelled } of SPELLINGS) {
    if (!plain.includes(sign)) continue
    const next = unspelled(plain)
    if (next === plain || spelled(next) !== plain || LONE_SURROGATE.test(next)) continue
    plain = next
    letters += letter
  }
  return { text: plain, letters }
}

/** Spells a text again as the letters of its mark say. */
export function respell(text: string, letters: string): string {
  return SPELLINGS.filter(({ letter }) => letters.includes(letter))
    .reverse()
    .reduce((plain, { spelled }) => spelled(plain), text)
}
