import type { Probe } from '../probe.ts'
import { queries, shell } from './code-commands.ts'
import { markup, settings, styles } from './code-documents.ts'
import { braces, indented, numbered } from './code-programs.ts'

/** Source code, commands and configuration, one form for each way of writing them. */
export const codeProbe: Probe = {
  kind: 'code',
  forms: [braces, indented, shell, queries, markup, styles, settings, numbered],
}
