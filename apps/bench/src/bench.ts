/** What a bench may use. */
export interface BenchContext {
  /** Folder of public corpora (`PITH_DATA`), absent on a fresh clone. */
  readonly dataFolder: string | undefined
  /** Folder of the inputs that are ours (`fixtures/inputs`). */
  readonly inputsFolder: string
  /** What follows the names on the command line, from the first option on. */
  readonly args: readonly string[]
  /** Root of the repository, for figures and side files. */
  readonly root: string
  /** Progress for the person who waits; never part of the result. */
  readonly log: (line: string) => void
}

/** One bench: a row in the table of `main.ts`. */
export interface Bench {
  readonly name: string
  /** File whose `<!-- bench:NAME -->` block shows the result, relative to the root. */
  readonly readme: string
  /** Measures and returns the markdown that stands between the marks, or several by the name of their block. */
  run(context: BenchContext): Promise<string | Readonly<Record<string, string>>>
}
