import { type FileHandle, open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { crc32c } from '../crc32c.ts'
import { StoreError } from '../errors.ts'
import type { StoreDriver } from '../store/driver.ts'

const MAGIC: Uint8Array = new TextEncoder().encode('pithlog1')
/** Length, and a checksum of length and place: a damaged length is told from a record that a crash cut off. */
const HEAD_BYTES = 8
const CHECK_BYTES = 4

/**
 * A store in one file: records with checksums, appended and synchronised before `write` resolves. What a crash cut
 * off at the end is dropped when the file is opened; a rewrite goes to `PATH.new` and takes its place by renaming.
 * One process at a time.
 * @throws {StoreError} for a file that is no log, or is damaged before its end
 */
export async function createFileDriver(path: string): Promise<StoreDriver> {
  let file = await openLog(path)
  let end = MAGIC.length
  return {
    async *scan() {
      const { size } = await file.stat()
      for (let record = await readAt(file, end, size); record !== undefined; ) {
        yield { position: end, bytes: record.bytes }
        end = record.end
        record = await readAt(file, end, size)
      }
      if (end < size) await file.truncate(end)
    },
    read: async (position) => {
      const record = await readAt(file, position, (await file.stat()).size)
      if (record === undefined) throw new StoreError(position, 'no record stands here')
      return record.bytes
    },
    write: async (records, mode) => {
      if (mode === 'append') {
        const written = await writeRecords(file, end, records)
        end = written.end
        return written.positions
      }
      const next = await open(`${path}.new`, 'w+')
      await next.write(MAGIC, 0, MAGIC.length, 0)
      const written = await writeRecords(next, MAGIC.length, records)
      await file.close()
      await rename(`${path}.new`, path)
      await synchroniseFolder(path)
      file = next
      end = written.end
      return written.positions
    },
    close: () => file.close(),
  }
}

async function openLog(path: string): Promise<FileHandle> {
  const file = await open(path, 'a+').then(async (created) => {
    await created.close()
    return open(path, 'r+')
  })
  const { size } = await file.stat()
  const head = new Uint8Array(MAGIC.length)
  await file.read(head, 0, MAGIC.length, 0)
  if (size > 0 && size < MAGIC.length ? isBeginning(head, size) : size === 0) {
    await file.write(MAGIC, 0, MAGIC.length, 0)
    await file.sync()
    await synchroniseFolder(path)
    return file
  }
  if (isBeginning(head, MAGIC.length)) return file
  await file.close()
  throw new StoreError(0, `${path} is no message store; give another path`)
}

function isBeginning(head: Uint8Array, length: number): boolean {
  return MAGIC.subarray(0, length).every((byte, index) => head[index] === byte)
}

/** The record at a place; undefined where the file ends, or a crash cut the last record off. */
async function readAt(
  file: FileHandle,
  position: number,
  size: number,
): Promise<{ bytes: Uint8Array; end: number } | undefined> {
  if (position + HEAD_BYTES > size) return undefined
  const head = await readBytes(file, position, HEAD_BYTES)
  const view = new DataView(head.buffer)
  const length = view.getUint32(0, true)
  if (view.getUint32(4, true) !== headCheck(head, position)) {
    if (await isZero(file, position, size)) return undefined
    throw new StoreError(position, 'the log is damaged; restore the file from a copy')
  }
  const end = position + HEAD_BYTES + length + CHECK_BYTES
  if (end > size) return undefined
  const body = await readBytes(file, position + HEAD_BYTES, length + CHECK_BYTES)
  const bytes = body.subarray(0, length)
  const check = new DataView(body.buffer).getUint32(length, true)
  if (check === crc32c(bytes)) return { bytes, end }
  if (end === size) return undefined
  throw new StoreError(position, 'the checksum differs; restore the file from a copy')
}

function headCheck(head: Uint8Array, position: number): number {
  return crc32c(head.subarray(0, 4), position >>> 0)
}

/** A file system may have made the file longer before a crash kept the data from it. */
async function isZero(file: FileHandle, position: number, size: number): Promise<boolean> {
  const rest = await readBytes(file, position, size - position)
  return rest.every((byte) => byte === 0)
}

async function readBytes(file: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length)
  const { bytesRead } = await file.read(bytes, 0, length, position)
  if (bytesRead === length) return bytes
  throw new StoreError(position, 'the file became shorter while it was open')
}

async function writeRecords(
  file: FileHandle,
  start: number,
  records: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<{ positions: number[]; end: number }> {
  const positions: number[] = []
  let end = start
  for await (const record of records) {
    const framed = frame(record, end)
    await file.write(framed, 0, framed.length, end)
    positions.push(end)
    end += framed.length
  }
  await file.sync()
  return { positions, end }
}

function frame(record: Uint8Array, position: number): Uint8Array {
  const framed = new Uint8Array(HEAD_BYTES + record.length + CHECK_BYTES)
  const view = new DataView(framed.buffer)
  view.setUint32(0, record.length, true)
  view.setUint32(4, headCheck(framed, position), true)
  framed.set(record, HEAD_BYTES)
  view.setUint32(HEAD_BYTES + record.length, crc32c(record), true)
  return framed
}

/** A new or renamed file is durable when its folder is. */
async function synchroniseFolder(path: string): Promise<void> {
  const folder = await open(dirname(path), 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
