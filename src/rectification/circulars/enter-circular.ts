import { type Actor, type Deps, findDistrict, permit } from '../../access/index.ts'
import { type CivilDate, formatDayZh } from '../../calendar/index.ts'
import { inTransaction } from '../../database/index.ts'
import { saveFile } from '../../files/index.ts'
import { raiseTrigger } from '../../filing/index.ts'
import { readAccounts, readUnits } from '../../registry/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { type CircularLevel, circularLevels } from './model.ts'
import { insertCircular } from './queries.ts'
import { readLines } from './read-lines.ts'

export type CircularInput = {
  districtId: string
  level: CircularLevel
  issuer: string
  title: string
  number: string
  issuedOn: CivilDate
  pointsDeducted: boolean
  /** Whom it names, a line each: 单位｜账号｜平台｜通报内容. */
  named: string
  file: { name: string; bytes: Uint8Array } | undefined
}

/**
 * 录入上级通报, with its file and everybody it names. Where points were deducted each unit touches F-11, once a circular;
 * people decide what follows. Refuses `circular.not-complete`, `circular.in-future`, `circular.lines-unreadable`.
 */
export async function enterCircular(deps: Deps, actor: Actor, input: CircularInput): Promise<{ id: string }> {
  const { districtId, level, issuedOn, pointsDeducted } = input
  permit(actor, 'circulars.enter', { districtId })
  const [issuer, title, number] = [input.issuer.trim(), input.title.trim(), input.number.trim()]
  if (issuer === '' || title === '') throw refuse('circular.not-complete', { what: '通报机关和标题' })
  if (!input.file) throw refuse('circular.not-complete', { what: '通报文件' })
  if (issuedOn > deps.clock.today()) throw refuse('circular.in-future', { day: formatDayZh(issuedOn) })
  const { file } = input
  return inTransaction(deps.db, async (tx) => {
    const ledger = {
      district: await findDistrict(tx, districtId),
      units: await readUnits(tx, districtId),
      accounts: await readAccounts(tx, districtId),
    }
    const { lines, faults } = readLines(input.named, ledger)
    if (faults.length > 0) throw refuse('circular.lines-unreadable', { faults: faults.join('；') })
    if (lines.length === 0) throw refuse('circular.not-complete', { what: '通报涉及的单位' })
    const id = deps.ids.next()
    const kept = await saveFile(tx, deps, { districtId, ...file, actor, accept: ['pdf', 'jpg', 'png', 'webp'] })
    const one = { id, level, issuer, title, number: number || null, issuedOn, pointsDeducted, fileId: kept.id }
    await insertCircular(tx, { districtId, ...one, by: actor.id, at: deps.wall.now(), lines })
    const units = [...new Set(lines.map(({ unitId }) => unitId))]
    if (pointsDeducted)
      for (const unitId of units)
        await raiseTrigger(tx, deps, actor, {
          districtId,
          rule: 'F-11',
          unitId,
          accountId: null,
          subject: { kind: 'circular', id: `${id}/${unitId}` },
          facts: { fact: `被${circularLevels[level]}通报扣分`, circular: title, discoveredOn: formatDayZh(issuedOn) },
        })
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'circular.entered',
      subject: { kind: 'circular', id },
      after: {
        level,
        issuer,
        title,
        documentNumber: one.number,
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
