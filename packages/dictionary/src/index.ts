export {
  type AliasState,
  type Definition,
  EMPTY_ALIAS_STATE,
  observe,
} from './inline/alias-state.ts'
export { escapeLiterals } from './inline/escapes.ts'
export { SIGILS } from './inline/grammar.ts'
export { type Restored, restore } from './inline/restore.ts'
export { type SubstituteOptions, type Substitution, substitute } from './inline/substitute.ts'
export type { Span, Syntax } from './phrases/atoms.ts'
export type { TokenCounter } from './token-counter.ts'
