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
export { type ReadJsonOptions, readJson } from './json/read-json.ts'
export {
  detectWhiteSpace,
  MINIFIED,
  WHITE_SPACE_STYLES,
  type WhiteSpace,
  writeJson,
} from './json/white-space.ts'
