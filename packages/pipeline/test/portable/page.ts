import { compress } from './compress.ts'

Object.assign(globalThis, { compress })
