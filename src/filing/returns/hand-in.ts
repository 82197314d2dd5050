import type { Actor, Deps } from '../../access/index.ts'
import type { Instant } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { inspectScan, saveFile } from '../../files/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { readCode } from '../forms/index.ts'
import type { Return } from '../model.ts'
import { actOnReturn, type ReturnInput } from './act.ts'

/**
 * Takes a scan of the signed and sealed papers. Its QR codes, where they can be read, must be of this return and of the
 * printing in force; a scan without a readable code is taken, and the acceptor compares by eye. Refuses what
 * `inspectScan` refuses, `scan.other-form`, `scan.older-version`.
 */
export async function uploadScan(
  deps: Deps,
  actor: Actor,
  input: ReturnInput & { name: string; bytes: Uint8Array },
): Promise<{ scanId: string; codes: number }> {
  const { districtId, returnId, name } = input
  const scan = await inspectScan({ name, bytes: input.bytes })
  const scanId = deps.ids.next()
  await actOnReturn(deps, actor, input, 'upload', async (tx, { one }) => {
    const codes = scan.codes.flatMap(({ text }) => readCode(text) ?? [])
    for (const code of codes) {
      if (code.returnId !== returnId) throw refuse('scan.other-form', { name })
      if (code.printNumber !== one.printNumber)
        throw refuse('scan.older-version', { name, found: code.printNumber, wanted: one.printNumber })
    }
    const file = await saveFile(tx, deps, { districtId, name, bytes: scan.bytes, actor, accept: ['pdf', 'jpg', 'png'] })
    await tx
      .insertInto('filing_scan')
      .values({
        district_id: districtId,
        return_id: returnId,
        id: scanId,
        print_number: one.printNumber,
        file_id: file.id,
        pages: scan.pages,
        codes: scan.codes.map(({ text }) => text),
        uploaded_by: actor.id,
        uploaded_at: deps.wall.now(),
      })
      .execute()
    return { told: { scan: { id: scanId, sha256: file.sha256, pages: scan.pages, codes: codes.length } } }
  })
  return { scanId, codes: scan.codes.length }
}

/** Puts a scan aside that was uploaded by mistake; it stays on record. */
export async function replaceScan(deps: Deps, actor: Actor, input: ReturnInput & { scanId: string }) {
  return actOnReturn(deps, actor, input, 'upload', async (tx) => {
    const put = await tx
      .updateTable('filing_scan')
      .set({ replaced_at: deps.wall.now() })
      .where('district_id', '=', input.districtId)
      .where('return_id', '=', input.returnId)
      .where('id', '=', input.scanId)
      .where('replaced_at', 'is', null)
      .executeTakeFirst()
    if (put.numUpdatedRows === 0n) throw refuse('record.not-found', { what: '扫描件' })
    return { told: { scan: { id: input.scanId, replaced: true } } }
  })
}

/**
 * Hands the return in. Late or not is told by the first handing in, to the minute. Refuses `return.nothing-scanned`, and
 * `return.not-printed-anew` where what was accepted once comes again as the same printing.
 */
export async function submitReturn(deps: Deps, actor: Actor, input: ReturnInput) {
  return actOnReturn(deps, actor, input, 'submit', async (tx, { one }) => {
    if (one.acceptedPrint !== null && one.printNumber <= one.acceptedPrint) throw refuse('return.not-printed-anew')
    const scans = await scansOf(tx, input.districtId, one)
    if (scans.length === 0) throw refuse('return.nothing-scanned')
    const now = deps.clock.now()
    return {
      set: { first_submitted_at: one.firstSubmittedAt ?? now, submitted_at: now, submitted_by: actor.id },
      told: { print: one.printNumber, scans: scans.map(({ id }) => id), submittedAt: now },
    }
  })
}

export type Scan = {
  id: string
  printNumber: number
  fileId: string
  fileName: string
  pages: number
  codes: string[]
  uploadedAt: Instant
}

/** Scans of the printing in force, the oldest first. */
export async function scansOf(
  db: Db | Tx,
  districtId: string,
  { id, printNumber }: Pick<Return, 'id' | 'printNumber'>,
): Promise<Scan[]> {
  return db
    .selectFrom('filing_scan as s')
    .innerJoin('stored_file as f', (join) =>
      join.onRef('f.district_id', '=', 's.district_id').onRef('f.id', '=', 's.file_id'),
    )
    .select([
      's.id',
      's.print_number as printNumber',
      's.file_id as fileId',
      'f.name as fileName',
      's.pages',
      's.codes',
      's.uploaded_at as uploadedAt',
    ])
    .where('s.district_id', '=', districtId)
    .where('s.return_id', '=', id)
    .where('s.print_number', '=', printNumber)
    .where('s.replaced_at', 'is', null)
    .orderBy('s.uploaded_at')
    .orderBy('s.id')
    .execute()
}

/** One scan of a return, also one of an earlier printing. */
export async function findScan(
  db: Db | Tx,
  districtId: string,
  { returnId, scanId }: { returnId: string; scanId: string },
): Promise<{ fileId: string; pages: number } | undefined> {
  return db
    .selectFrom('filing_scan')
    .select(['file_id as fileId', 'pages'])
    .where('district_id', '=', districtId)
    .where('return_id', '=', returnId)
    .where('id', '=', scanId)
    .executeTakeFirst()
}
