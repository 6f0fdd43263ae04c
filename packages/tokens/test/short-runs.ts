const LONGEST_RUN = 2000
const LONG_RUN = new RegExp(`(?:\\S{${LONGEST_RUN}}|\\s{${LONGEST_RUN}})(?=.)`, 'gsu')

/** The text with every run of 2,000 characters broken by a word: tiktoken takes quadratic time on a run. */
export function withShortRuns(text: string): string {
  return text.replace(LONG_RUN, (run) => `${run} cut `)
}
