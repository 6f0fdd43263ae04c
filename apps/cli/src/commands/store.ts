import { createFileDriver, createNodeCodecs } from '@x/codecs/node'
import { type MessageStore, openStore, StoreError } from '@x/codecs/store'
import { Command, Option } from 'commander'
import { InputError, readInput, textOf } from '../input.ts'

type Profile = 'fast' | 'balanced' | 'small'

/** `pith store ...`: conversations in one file, each message once. */
export function storeCommand(): Command {
  const command = new Command('store').description(
    'keep conversations in one file, each message once',
  )
  command
    .command('put')
    .description('keep conversations; prints the id of each')
    .argument('<store>', 'the file of the store; made where it is not there')
    .argument('[file]', 'a JSON array of messages, {"messages": [...]}, or one of these a line')
    .addOption(
      new Option('--profile <name>', 'time that packing may take')
        .choices(['fast', 'balanced', 'small'])
        .default('small'),
    )
    .action((path: string, file: string | undefined, { profile }: { profile: Profile }) =>
      withStore(path, profile, async (store) => {
        for (const messages of conversationsOf(file)) console.log(await store.put(messages))
      }),
    )
  command
    .command('get')
    .description('print a conversation as a JSON array')
    .argument('<store>')
    .argument('<id>')
    .action((path: string, id: string) =>
      withStore(path, 'small', async (store) => {
        const messages = await store.get(id)
        if (messages === undefined) throw new InputError(`${path}: no conversation ${id}`)
        console.log(`[${messages.join(',')}]`)
      }),
    )
  command
    .command('search')
    .description('print the messages that hold a text: id, index, message')
    .argument('<store>')
    .argument('<text>')
    .action((path: string, text: string) =>
      withStore(path, 'small', async (store) => {
        for await (const { id, index, message } of store.search(text)) {
          console.log(`${id} ${index} ${message}`)
        }
      }),
    )
  addSimple(command, 'stats', 'print what the store holds and takes', async (store) => {
    console.log(JSON.stringify(store.stats(), null, 2))
  })
  addSimple(command, 'verify', 'open every block and compare every message', async (store) => {
    const { messages, snapshots, faults } = await store.verify()
    if (faults.length > 0) throw new InputError(faults.join('\n'))
    console.log(`${messages} messages of ${snapshots} conversations are whole`)
  })
  addSimple(command, 'compact', 'pack what is loose and give room back', (store) => store.compact())
  return command
}

function addSimple(
  command: Command,
  name: string,
  description: string,
  work: (store: MessageStore) => Promise<void>,
): void {
  command
    .command(name)
    .description(description)
    .argument('<store>')
    .action((path: string) => withStore(path, 'small', work))
}

async function withStore(
  path: string,
  profile: Profile,
  work: (store: MessageStore) => Promise<void>,
): Promise<void> {
  try {
    const driver = await createFileDriver(path)
    const store = await openStore(driver, { codecs: createNodeCodecs(), profile })
    await work(store).finally(() => store.close())
  } catch (error) {
    if (error instanceof StoreError)
      throw new InputError(`${path}: ${error.message}`, { cause: error })
    throw error
  }
}

/** Every conversation of the input; each message as its JSON. */
function conversationsOf(file: string | undefined): string[][] {
  const input = readInput(file)
  const source = textOf(input)
  const whole = parsed(source)
  const values =
    whole === undefined
      ? source
          .split('\n')
          .filter((line) => line.trim() !== '')
          .map(parsed)
      : [whole]
  return values.map((value, index) => {
    const list = Array.isArray(value)
      ? value
      : (value as { messages?: unknown } | undefined)?.messages
    if (Array.isArray(list)) return list.map((message) => JSON.stringify(message))
    throw new InputError(
      `${input.name}: value ${index + 1} is no list of messages; give a JSON array`,
    )
  })
}

function parsed(source: string): unknown {
  try {
    return JSON.parse(source)
  } catch {
    return undefined
  }
}
