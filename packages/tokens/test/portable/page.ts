import { countAll } from './count-all.ts'

Object.assign(globalThis, { countAll })
