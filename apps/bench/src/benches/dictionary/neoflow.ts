/** A text with `Đ0` to `Đ99` in it, and what they stand for, the first first. */
export interface NeoflowResult {
  readonly text: string
  readonly dictionary: ReadonlyArray<readonly [alias: string, phrase: string]>
}

const MAX_ENTRIES = 100
const MIN_LENGTH = 10
const MIN_COUNT = 3
const PATTERNS = [/\/[\w.-]+(?:\/[\w.-]+)+/g, /https?:\/\/[^\s"'<>]+/g, /\b\w+(?:\.\w+){2,}\b/g]

/**
 * NeoFlow's dictionary as its documentation describes it, for comparison: windows of 3 to 10 words, paths, URLs and
 * qualified names; chosen by characters saved, without the price of the dictionary; replaced longest first.
 */
export function compressLikeNeoflow(text: string): NeoflowResult {
  const counts = new Map<string, number>()
  const count = (phrase: string): void => {
    if (phrase.length >= MIN_LENGTH) counts.set(phrase, (counts.get(phrase) ?? 0) + 1)
  }
  const words = [...text.matchAll(/\S+/g)]
  for (let size = 3; size <= 10; size += 1) {
    for (let at = 0; at + size <= words.length; at += 1) {
      const last = words[at + size - 1]!
      count(text.slice(words[at]!.index, last.index + last[0].length))
    }
  }
  for (const pattern of PATTERNS) for (const [match] of text.matchAll(pattern)) count(match)
  const phrases = selectPhrases(
    [...counts].filter(([phrase, n]) => n >= MIN_COUNT && isJoined(phrase)),
  )
  const dictionary = phrases.map((phrase, at) => [`Đ${at}`, phrase] as const)
  let out = text
  for (const [alias, phrase] of [...dictionary].sort((a, b) => b[1].length - a[1].length)) {
    out = out.replaceAll(phrase, alias)
  }
  return { text: out, dictionary }
}

/** Plain substitution, the highest number first. */
export function expandLikeNeoflow({ text, dictionary }: NeoflowResult): string {
  return [...dictionary]
    .reverse()
    .reduce((out, [alias, phrase]) => out.replaceAll(alias, () => phrase), text)
}

/** Its windows are words joined by one space, so that none crosses a line. */
function isJoined(phrase: string): boolean {
  return !/\s\s|[\n\t]/.test(phrase)
}

function selectPhrases(counted: ReadonlyArray<readonly [string, number]>): string[] {
  const aliasLength = counted.length > 10 ? 3 : 2
  const ranked = counted
    .map(([phrase, count]) => ({ phrase, saved: (phrase.length - aliasLength) * count }))
    .sort((a, b) => b.saved - a.saved)
  const chosen: string[] = []
  for (const { phrase } of ranked) {
    if (chosen.length === MAX_ENTRIES) break
    if (!chosen.some((other) => other.includes(phrase) || phrase.includes(other)))
      chosen.push(phrase)
  }
  return chosen
}
