#!/usr/bin/env node
import { EnvironmentError, readEnvironment } from './environment.ts'
import { createLog } from './log.ts'
import { startServer } from './server.ts'
import { startMessage } from './start-message.ts'

const EXIT_BAD_ENVIRONMENT = 1

async function main(): Promise<void> {
  const environment = readEnvironment(process.env)
  const log = createLog(environment.logLevel)
  for (const name of environment.unknownNames) log.warn(`${name} is no variable of Pith: ignored`)
  const server = await startServer(environment, log)
  console.log(startMessage(environment, server.address))
  let isStopping = false
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (isStopping) process.exit(0)
      isStopping = true
      server.stop().then(() => process.exit(0))
    })
  }
}

try {
  await main()
} catch (error) {
  if (!(error instanceof EnvironmentError)) throw error
  console.error(error.message)
  process.exitCode = EXIT_BAD_ENVIRONMENT
}
