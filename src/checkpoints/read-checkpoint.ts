import { createHash } from 'node:crypto'
import type { Db } from '../database/index.ts'
import { inspectScan } from '../files/index.ts'
import { refuse, Refusal } from '../vocabulary/refusals/index.ts'
import type { Checkpoint } from './model.ts'
import { readPayloads } from './payload.ts'
import { checkpointOfFile, isKeptFile } from './queries.ts'

/** `page`: from the 核验页 that was handed in; `kept`: only a file of the paper was handed in, the page is the one kept here. */
export type ReadCheckpoint = { checkpoint: Checkpoint; source: 'page' | 'kept' }

/**
 * What a file says of the trail: a 核验页 as PDF, scan, photo or copied words; or a file of an issued paper, whose page is
 * looked up. Refuses `checkpoint.damaged`, `checkpoint.not-taken` for a kept file without a page, `checkpoint.foreign`, and
 * what reading a scan refuses.
 */
export async function readCheckpoint(
  db: Db,
  { name, bytes }: { name: string; bytes: Uint8Array },
): Promise<ReadCheckpoint> {
  if (bytes.byteLength === 0) throw refuse('file.empty', { name })
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const issued = await checkpointOfFile(db, sha256)
  if (issued) return { checkpoint: issued, source: 'kept' }
  const texts = isPicture(bytes) ? await codesOf(name, bytes) : [Buffer.from(bytes).toString('utf8')]
  const said = [...new Set(texts)].flatMap(readPayloads)
  const whole = said.filter((one) => one !== 'damaged')
  if (whole.length > 1) throw refuse('checkpoint.several', { name })
  if (whole[0]) return { checkpoint: whole[0], source: 'page' }
  if (said.includes('damaged')) throw refuse('checkpoint.damaged', { name })
  throw refuse((await isKeptFile(db, sha256)) ? 'checkpoint.not-taken' : 'checkpoint.foreign', { name })
}

const pictureHeads = ['%PDF', '\u0089PNG', '\u00ff\u00d8\u00ff']
const isPicture = (bytes: Uint8Array) => {
  const head = Buffer.from(bytes.subarray(0, 1024)).toString('latin1')
  return pictureHeads.some((start) => (start === '%PDF' ? head.includes(start) : head.startsWith(start)))
}

async function codesOf(name: string, bytes: Uint8Array): Promise<string[]> {
  try {
    return (await inspectScan({ name, bytes })).codes.map(({ text }) => text)
  } catch (error) {
    if (error instanceof Refusal && error.code === 'scan.unreadable') throw refuse('checkpoint.damaged', { name })
    throw error
  }
}
