export { type ReadDocument, readDocument, restoreDocument } from './dialects/document.ts'
export {
  type DialectName,
  type ReadRequest,
  type ReadRequestOptions,
  readRequest,
} from './dialects/read-request.ts'
export {
  createRequestReader,
  type RequestReader,
  type RequestReaderOptions,
} from './dialects/request-reader.ts'
