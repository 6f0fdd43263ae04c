/** The stem by which words of a reference and of its source are compared: one common ending off, seven letters at most. */
export function stemOf(word: string): string {
  return word.length > 4 ? word.replace(/(?:ies|es|s|ing|ed|ly)$/, '').slice(0, 7) : word
}
