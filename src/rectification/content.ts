import { type Deps, findDistrict, openPeople } from '../access/index.ts'
import type { CivilDate } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import { loadCalendar } from '../holidays/index.ts'
import { type Duty, duties, readDuties } from '../registry/index.ts'
import type { Order, OrderedFinding, OrderForm } from './model.ts'
import { readSealedPaper } from './queries/orders.ts'
import { orderDays, termsOn } from './terms.ts'

export type PrintedDay = { day: CivilDate; workdays: number; provisional: boolean }

/** What an order's paper says. From issuing on it is frozen and sealed: names of responsible people stand in it. */
export type OrderContent = {
  issuer: string
  form: OrderForm
  number: string | null
  unitName: string
  findings: OrderedFinding[]
  stop: PrintedDay | null
  feedback: PrintedDay
  termsSource: string
  people: { duty: Duty; name: string | null }[]
  issuedOn: CivilDate
}

/** The paper of an order as it would go out on a day. */
export async function draftContent(
  db: Db | Tx,
  vault: Deps['vault'],
  districtId: string,
  {
    order,
    findings,
    number,
    issuedOn,
  }: { order: Order; findings: OrderedFinding[]; number: string | null; issuedOn: CivilDate },
): Promise<OrderContent> {
  const district = await findDistrict(db, districtId)
  const inForce = await termsOn(db, districtId, issuedOn)
  const { stop, feedback } = orderDays(await loadCalendar(db), issuedOn, order.class, inForce)
  const sources = [...(stop ? [inForce.orderStopWorkdays.source] : []), inForce.orderFeedbackWorkdays.source]
  const printed = ({ day, workdays, provisional }: PrintedDay) => ({ day, workdays, provisional })
  return {
    issuer: order.form === 'notice' ? district.issuingOffice : district.officeName,
    form: order.form,
    number,
    unitName: order.unitName,
    findings,
    stop: stop && printed(stop),
    feedback: printed(feedback),
    termsSource: [...new Set(sources)].join('；'),
    people: await responsiblePeople(db, vault, districtId, order.unitId),
    issuedOn,
  }
}

/** The three responsible people of a unit by name; null: nobody named, or erased. */
async function responsiblePeople(
  db: Db | Tx,
  vault: Deps['vault'],
  districtId: string,
  unitId: string,
): Promise<OrderContent['people']> {
  const held = await readDuties(db, districtId, [unitId])
  const ids = held.flatMap(({ personId }) => personId ?? [])
  const people = await openPeople(db, vault, districtId, ids)
  return duties.map((duty) => {
    const id = held.find((one) => one.duty === duty)?.personId
    return { duty, name: (id ? people.get(id)?.name : undefined) ?? null }
  })
}

const contextOf = (districtId: string, orderId: string) => `${districtId}/rectification-order/${orderId}`

export const sealContent = (vault: Deps['vault'], districtId: string, orderId: string, content: OrderContent) =>
  vault.sealBytes(Buffer.from(JSON.stringify(content)), contextOf(districtId, orderId))

/** The paper as it was issued; undefined while the order is a draft. */
export async function issuedContent(
  db: Db | Tx,
  vault: Deps['vault'],
  districtId: string,
  orderId: string,
): Promise<OrderContent | undefined> {
  const sealed = await readSealedPaper(db, districtId, orderId)
  if (!sealed) return undefined
  return JSON.parse(vault.openBytes(sealed, contextOf(districtId, orderId)).toString('utf8')) as OrderContent
}
