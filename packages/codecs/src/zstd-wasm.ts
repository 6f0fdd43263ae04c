export { createZstdWasmDriver } from './zstd/wasm-driver.ts'
