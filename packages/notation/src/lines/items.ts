import type { Template } from './template.ts'

/** A line that stands as it is. */
export interface PlainItem {
  readonly kind: 'plain'
  readonly text: string
  /** It does not begin with the prefix of its section. */
  readonly apart: boolean
}

/** A use of a template. */
export interface RowItem {
  readonly kind: 'row'
  readonly entry: Entry
  readonly indent: string
  readonly values: readonly string[]
  readonly apart: boolean
  /** Length of the prefix that the sections around it write. */
  readonly prefixLength: number
}

/** From here on lines begin with `prefix`; an inner one stands behind the prefix of the section around it. */
export interface SectionItem {
  readonly kind: 'section'
  readonly prefix: string
  readonly isInner: boolean
}

/** From here on lines end with `joiner`; the empty one is the end of a line. */
export interface JoinerItem {
  readonly kind: 'joiner'
  readonly joiner: string
}

/** From here on lines are numbered, `first` before the next one; not any more where it is empty. */
export interface CounterItem {
  readonly kind: 'counter'
  readonly first: string
}

/** The same item several times. */
export interface RunItem {
  readonly kind: 'run'
  readonly item: PlainItem | RowItem
  readonly count: number
}

/** One element of the body, in reading order. */
export type Item = PlainItem | RowItem | SectionItem | JoinerItem | CounterItem | RunItem

/** A template in use. A `weak` one is a repeated plain line: it gets a name only inside a block. */
export interface Entry {
  readonly id: number
  readonly template: Template
  readonly weak: boolean
}
