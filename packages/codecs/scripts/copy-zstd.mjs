/** Copies the WebAssembly of @bokuweb/zstd-wasm (MIT) to wasm/, for Workers that import modules: its package exports no file. */
import { copyFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const entry = createRequire(import.meta.url).resolve('@bokuweb/zstd-wasm')
copyFileSync(join(dirname(entry), 'zstd.wasm'), join(import.meta.dirname, '../wasm/zstd.wasm'))
