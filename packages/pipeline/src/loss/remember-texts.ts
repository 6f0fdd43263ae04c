/** How much is remembered. */
export interface RememberLimits {
  readonly texts: number
  /** In UTF-16 code units, of all texts together. */
  readonly characters: number
}

/**
 * The same function of a text, which remembers its latest answers: what depends on a text alone is found once however many
 * conversations, forks and retries carry it.
 */
export function rememberTexts<Answer>(
  answer: (text: string) => Answer,
  limits: RememberLimits,
): (text: string) => Answer {
  // A map gives its keys in the order in which they were set.
  const known = new Map<string, Answer>()
  let characters = 0
  const forget = (text: string): void => {
    known.delete(text)
    characters -= text.length
  }
  return (text) => {
    const found = known.get(text)
    if (found !== undefined) {
      known.delete(text)
      known.set(text, found)
      return found
    }
    const made = answer(text)
    if (text.length > limits.characters) return made
    known.set(text, made)
    characters += text.length
    for (const oldest of known.keys()) {
      if (known.size <= limits.texts && characters <= limits.characters) break
      forget(oldest)
    }
    return made
  }
}
