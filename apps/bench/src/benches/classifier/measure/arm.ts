/** A way to choose what to keep; `prepare` scores a case once, what it returns chooses at a rate. */
export interface Arm<Case> {
  readonly name: string
  prepare(item: Case): Chooser | Promise<Chooser>
}

/** Numbers of the units kept at a rate. */
export type Chooser = (rate: number) => ReadonlySet<number> | Promise<ReadonlySet<number>>
