import { detectAll } from './detect-all.ts'

Object.assign(globalThis, { detectAll })
