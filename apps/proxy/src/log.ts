import type { Receipt } from '@x/proxy'
import { type DestinationStream, type Logger, pino } from 'pino'
import type { LogLevel } from './environment.ts'

/** Fields that can hold a secret, wherever a log line carries them. */
const REDACTED = [
  'authorization',
  'x-api-key',
  'api-key',
  'x-goog-api-key',
  'cookie',
  'key',
  'token',
]

/** A log of JSON lines on standard output. */
export function createLog(level: LogLevel, destination?: DestinationStream): Logger {
  const paths = REDACTED.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `headers["${name}"]`])
  const options = { level, redact: { paths, censor: '[redacted]' }, base: {} }
  return destination === undefined ? pino(options) : pino(options, destination)
}

/**
 * Writes one request into the log: failures as warnings, everything else with its decision and the reason for it at
 * level `debug`. A receipt holds numbers and stable words, so that no content can get in.
 */
export function logReceipt(log: Logger, receipt: Receipt): void {
  const { outcome, failure } = receipt
  if (outcome === 'failed') log.warn(receipt, `answer failed: ${failure ?? 'unknown'}`)
  else log.debug(receipt, `${receipt.compression}: ${receipt.reason}`)
}
