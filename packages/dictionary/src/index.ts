export { LegendError } from './errors.ts'
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
export { LEGEND_HEADER, parseLegend, renderLegend } from './legend/legend.ts'
export {
  type LegendOptions,
  type LegendSubstitution,
  substituteWithLegend,
} from './legend/substitute-with-legend.ts'
export type { Span, Syntax } from './phrases/atoms.ts'
export {
  createRestorer,
  expand,
  type LaneKind,
  type Restorer,
  type RestorerOptions,
} from './stream/restorer.ts'
export { ALIAS_STYLES, type AliasStyle, type StyleName } from './styles/alias-styles.ts'
export {
  ALIAS_PLACES,
  type AliasPlace,
  measureStyle,
  STYLE_COSTS,
  type StyleCost,
} from './styles/measure-style.ts'
export type { TokenCounter } from './token-counter.ts'
