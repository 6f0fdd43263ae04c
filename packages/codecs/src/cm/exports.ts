/** What a module of `assembly/` exports; pointers are byte offsets into its memory. */
export interface CmExports {
  readonly memory: WebAssembly.Memory
  readonly input: WebAssembly.Global
  readonly output: WebAssembly.Global
  readonly packedParameters: WebAssembly.Global
  initialize(): void
  startPrior(): void
  primeChunk(length: number): void
  endPrior(): void
  startText(length: number): void
  restore(): void
  startCoder(): void
  encodeChunk(length: number): number
  endCode(): number
  startDecoding(available: number): void
  decodeChunk(available: number, length: number, isLast: boolean): number
  endsExactly(available: number): boolean
  takeRead(): number
  collectParameters(): number
  installParameters(): number
  keepParameters(): void
  setRate(rate: number): void
  traceChunk(length: number): void
}
