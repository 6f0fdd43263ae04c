export { createKeeper, type KeeperOptions, loadKeeper } from './loss/create-keeper.ts'
