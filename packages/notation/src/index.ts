export { NotationError } from './errors.ts'
export type {
  Notation,
  NotationLevel,
  NotationParseOptions,
  NotationRenderOptions,
  TokenCounter,
} from './notation.ts'
export { escapeVerbatim, isRendered, type ParseOptions, parse } from './parse.ts'
export type { ReferenceResolver, ReferenceSource, SeenValue } from './references.ts'
export { type Rendering, type RenderOptions, render } from './render.ts'
