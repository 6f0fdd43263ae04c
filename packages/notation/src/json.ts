export { detectMark, type JsonMark } from './json/json-mark.ts'
export {
  childrenOf,
  isContainer,
  type JsonArray,
  type JsonNode,
  type JsonObject,
  type JsonScalar,
  memberOf,
  stringValue,
} from './json/json-node.ts'
export { type JsonText, readJsonText } from './json/json-text.ts'
export { type ReadJsonOptions, readJson } from './json/read-json.ts'
export {
  MINIFIED,
  WHITE_SPACE_STYLES,
  type WhiteSpace,
  writeJson,
} from './json/white-space.ts'
