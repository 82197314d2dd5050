import { firstDayOf, quarterOf } from '../calendar/index.ts'
import { accountsInWork } from '../cleanup/index.ts'
import type { Resting, RestingOf } from '../collection/index.ts'
import { accountsInCases } from '../filing/index.ts'
import { restingFindings } from '../monitoring/index.ts'
import { openQuarters } from '../reporting/index.ts'

/** All that rests on evidence: findings (with the report of their quarter), clean-up, closings and filing cases of an account. */
export const restingOf: RestingOf = async (db, districtId) => {
  const open = new Set(await openQuarters(db, districtId))
  const findings = (await restingFindings(db, districtId)).map(({ month, over, ...one }): Resting => ({
    ...one,
    over: open.has(quarterOf(firstDayOf(month))) ? null : over,
  }))
  const accounts = [...(await accountsInWork(db, districtId)), ...(await accountsInCases(db, districtId))]
  return [...findings, ...accounts.map((accountId) => ({ accountId, from: null, until: null, over: null }))]
}
