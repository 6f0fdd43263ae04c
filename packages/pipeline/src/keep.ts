export { createKeeper, type KeeperOptions } from './loss/create-keeper.ts'
