import { compile } from '../assembly/build.mjs'

const CHUNK = 16_384
/** Mixer speeds of the thirds of a training: the last and slowest leaves the least noise. */
const RATES = [4, 2, 1]
const MESSAGE_RATE = 6

/** A module with the calls that building a prior needs. */
export async function openTrainer(profile, training) {
  const { instance } = await WebAssembly.instantiate(await compile(profile, training), {})
  const { exports } = instance
  exports.initialize()
  const memory = () => new Uint8Array(exports.memory.buffer)
  const feed = (bytes, take) => {
    for (let start = 0; start < bytes.length; start += CHUNK) {
      const chunk = bytes.subarray(start, start + CHUNK)
      memory().set(chunk, exports.input.value)
      take(chunk.length)
    }
  }
  return {
    prime(prior) {
      exports.startPrior()
      feed(prior, (length) => exports.primeChunk(length))
      exports.endPrior()
    },
    install(parameters) {
      memory().set(parameters, exports.packedParameters.value)
      if (exports.installParameters() !== parameters.length)
        throw new RangeError('wrong parameters')
    },
    /** Learns the parameters from texts; they come packed. */
    train(texts) {
      texts.forEach((text, index) => {
        exports.setRate?.(RATES[Math.floor((index * RATES.length) / texts.length)])
        exports.startText(text.length)
        exports.startCoder()
        feed(text, (length) => (exports.traceChunk ?? exports.encodeChunk)(length))
        exports.keepParameters()
      })
      const length = exports.collectParameters()
      const start = exports.packedParameters.value
      return memory().slice(start, start + length)
    },
    /** Cost of each byte of a text in 1/4096 bit. */
    costs(text) {
      const costs = []
      exports.setRate(MESSAGE_RATE)
      exports.startText(text.length)
      feed(text, (length) => {
        exports.traceChunk(length)
        const odds = new Uint16Array(exports.memory.buffer, exports.output.value, length * 8)
        for (let byte = 0; byte < length; byte++) {
          let cost = 0
          for (let bit = 0; bit < 8; bit++) cost += COST[odds[byte * 8 + bit]]
          costs.push(cost)
        }
      })
      exports.restore()
      return costs
    },
    encode(bytes) {
      const pieces = []
      const keep = (length) => {
        const start = exports.output.value
        pieces.push(memory().slice(start, start + length))
      }
      exports.startText(bytes.length)
      exports.startCoder()
      feed(bytes, (length) => keep(exports.encodeChunk(length)))
      keep(exports.endCode())
      exports.restore()
      return Buffer.concat(pieces)
    },
  }
}

/** Cost of a probability in 16 bits, in 1/4096 bit, by repeated squaring in integers: equal on every machine. */
const COST = Uint32Array.from({ length: 65_537 }, (_, p) => costOf(Math.max(1, p)))

function costOf(p) {
  let x = p
  while (x < 2 ** 30) x *= 2
  let log = 0
  for (let bit = 2048; bit >= 1; bit /= 2) {
    x = Math.floor((x * x) / 2 ** 30)
    if (x < 2 ** 31) continue
    x = Math.floor(x / 2)
    log += bit
  }
  return (Math.clz32(p) - 15) * 4096 - log
}
