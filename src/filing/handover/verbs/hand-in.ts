import type { Actor, Deps } from '../../../access/index.ts'
import { inspectScan, saveFile } from '../../../files/index.ts'
import { refuse } from '../../../vocabulary/refusals/index.ts'
import { readCode } from '../../forms/index.ts'
import { actOnHandover, type HandoverInput } from '../act.ts'
import { handoverScans, insertScan } from '../queries/papers.ts'

/** Takes the scan of the signed 交接单; a code on it must be of this printing. Refuses `scan.other-form`, `scan.older-version`. */
export async function uploadHandoverScan(
  deps: Deps,
  actor: Actor,
  input: HandoverInput & { name: string; bytes: Uint8Array },
) {
  const { districtId, handoverId, name } = input
  const scan = await inspectScan({ name, bytes: input.bytes })
  return actOnHandover(deps, actor, input, 'upload', async (tx, { one }) => {
    for (const code of scan.codes.flatMap(({ text }) => readCode(text) ?? [])) {
      if (code.returnId !== handoverId) throw refuse('scan.other-form', { name })
      if (code.printNumber !== one.printNumber)
        throw refuse('scan.older-version', { name, found: code.printNumber, wanted: one.printNumber })
    }
    const file = await saveFile(tx, deps, { districtId, name, bytes: scan.bytes, actor, accept: ['pdf', 'jpg', 'png'] })
    const id = deps.ids.next()
    await insertScan(tx, {
      districtId,
      handoverId,
      id,
      printNumber: one.printNumber,
      fileId: file.id,
      pages: scan.pages,
      codes: scan.codes.map(({ text }) => text),
      by: actor.id,
      at: deps.wall.now(),
    })
    return { told: { scan: { id, sha256: file.sha256, pages: scan.pages } } }
  })
}

/** Hands the signed sheet in to be confirmed by somebody else. Refuses `handover.nothing-scanned`. */
export async function submitHandover(deps: Deps, actor: Actor, input: HandoverInput) {
  return actOnHandover(deps, actor, input, 'submit', async (tx, { one }) => {
    if ((await handoverScans(tx, input.districtId, one)).length === 0) throw refuse('handover.nothing-scanned')
    return { set: { submitted_at: deps.clock.now() }, told: { print: one.printNumber } }
  })
}
