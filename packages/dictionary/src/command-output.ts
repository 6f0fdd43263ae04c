export {
  COMMAND_OUTPUT_ENVIRONMENT,
  type CommandOutputOptions,
  type CommandOutputRefusal,
  type CompressedCommandOutput,
  compressCommandOutput,
  expandCommandOutput,
} from './command-output/compress-command-output.ts'
