import { type Actor, type Deps, findDistrict, permit } from '../../access/index.ts'
import { type Db, inTransaction, type Tx } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { type Dispatch, isSigned, type IssuingBody } from '../model.ts'
import { listBodies, stepsOf } from '../queries.ts'
import { saveBody } from '../writing.ts'

const lineMost = 80

/** The bodies that issue papers here; until somebody registers others, the district's own, which has no 字 yet. */
export async function issuingBodies(db: Db | Tx, districtId: string): Promise<IssuingBody[]> {
  const kept = await listBodies(db, districtId)
  if (kept.length > 0) return kept
  const { issuingOffice } = await findDistrict(db, districtId)
  return [{ name: issuingOffice, flag: `${issuingOffice}文件`, marks: [] }]
}

/** One of them, written down if it was not yet. Refuses `dispatch.issuer-unknown`. */
export async function requireBody(tx: Tx, districtId: string, name: string): Promise<IssuingBody> {
  const bodies = await issuingBodies(tx, districtId)
  const body = bodies.find((one) => one.name === name.trim())
  if (!body) throw refuse('dispatch.issuer-unknown', { found: name, known: bodies.map((one) => one.name).join('、') })
  await saveBody(tx, districtId, body)
  return body
}

/** The body of a paper; once it is signed with the red head that it was signed with. Refuses `dispatch.issuer-unknown`. */
export async function bodyOf(
  db: Db | Tx,
  districtId: string,
  { id, issuer, state }: Pick<Dispatch, 'id' | 'issuer' | 'state'>,
): Promise<IssuingBody> {
  const body = (await listBodies(db, districtId)).find(({ name }) => name === issuer)
  if (!body) throw refuse('dispatch.issuer-unknown', { found: issuer, known: '' })
  if (!isSigned(state)) return body
  const signed = (await stepsOf(db, districtId, id)).findLast(({ action }) => action === 'sign')
  // Papers signed before it was written down bear the head as it is.
  const flag = signed?.facts['flag']
  return typeof flag === 'string' ? { ...body, flag } : body
}

/** 登记发文机关: its name, its red head, the 字 of its numbers, one a line. Refuses `issuing-body.*`, `dispatch.not-complete`. */
export async function registerBody(
  deps: Deps,
  actor: Actor,
  { districtId, name: typed, flag, marks }: { districtId: string; name: string; flag: string; marks: string },
): Promise<void> {
  permit(actor, 'settings.change', { districtId })
  const name = typed.trim()
  if (name === '') throw refuse('dispatch.not-complete', { what: '发文机关名称' })
  if (name.length > lineMost) throw refuse('dispatch.too-long', { what: '发文机关名称', most: lineMost })
  if (flag.trim().length > lineMost) throw refuse('dispatch.too-long', { what: '发文机关标志', most: lineMost })
  const read = [...new Set(marks.split(/[\s，、,;；]+/u).filter(Boolean))]
  const odd = read.find((mark) => !/^\p{Script=Han}{1,12}$/u.test(mark))
  if (odd !== undefined) throw refuse('issuing-body.mark-unreadable', { found: odd })
  if (read.length === 0) throw refuse('dispatch.not-complete', { what: '发文机关代字' })
  await inTransaction(deps.db, async (tx) => {
    for (const other of await listBodies(tx, districtId)) {
      const mark = read.find((one) => other.name !== name && other.marks.includes(one))
      if (mark !== undefined) throw refuse('issuing-body.mark-taken', { mark, name: other.name })
    }
    const body = { name, flag: flag.trim() || `${name}文件`, marks: read }
    await saveBody(tx, districtId, body)
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'issuing-body.registered',
      subject: { kind: 'issuing-body', id: districtId },
      after: body,
      at: deps.wall.now(),
    })
  })
}
