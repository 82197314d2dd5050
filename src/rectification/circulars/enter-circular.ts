import { type Actor, type Deps, permit } from '../../access/index.ts'
import { inTransaction } from '../../database/index.ts'
import { saveFile } from '../../files/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { checkedFields, checkedLines, type CircularFields, raisePoints, unitsOf } from './checked-circular.ts'
import { insertCircular } from './queries.ts'

export type CircularInput = CircularFields & {
  districtId: string
  file: { name: string; bytes: Uint8Array } | undefined
}

/**
 * 录入上级通报, with its file and everybody it names. Where points were deducted each unit touches F-11, once a circular;
 * people decide what follows. Refuses `circular.not-complete`, `circular.in-future`, `circular.lines-unreadable`.
 */
export async function enterCircular(deps: Deps, actor: Actor, input: CircularInput): Promise<{ id: string }> {
  const { districtId, file } = input
  permit(actor, 'upper-circulars.enter', { districtId })
  const fields = checkedFields(input, deps.clock.today())
  if (!file) throw refuse('circular.not-complete', { what: '通报文件' })
  return inTransaction(deps.db, async (tx) => {
    const lines = await checkedLines(tx, districtId, input.named)
    const id = deps.ids.next()
    const kept = await saveFile(tx, deps, { districtId, ...file, actor, accept: ['pdf', 'jpg', 'png', 'webp'] })
    const one = { id, ...fields, fileId: kept.id }
    await insertCircular(tx, { districtId, ...one, by: actor.id, at: deps.wall.now(), lines })
    const units = unitsOf(lines)
    if (fields.pointsDeducted) await raisePoints(tx, deps, actor, units, { districtId, ...one })
    const { number, issuedOn, level, issuer, title, pointsDeducted } = fields
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'circular.entered',
      subject: { kind: 'circular', id },
      after: {
        level,
        issuer,
        title,
        documentNumber: number,
        on: issuedOn,
        pointsDeducted,
        units,
        file: kept.sha256,
      },
      at: deps.wall.now(),
    })
    return { id }
  })
}
