export { type DialectName, type ReadRequest, readRequest } from './dialects/read-request.ts'
