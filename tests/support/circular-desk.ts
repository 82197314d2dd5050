import { inTransaction } from '../../src/database/index.ts'
import {
  checkDispatch,
  clearDispatch,
  draftDispatch,
  issueDispatch,
  numberDispatch,
  registerBody,
  signDispatch,
  submitDispatch,
} from '../../src/circulars/index.ts'
import { advanceReport } from '../../src/reporting/index.ts'
import type { Deps } from '../../src/access/index.ts'
import { closedQuarter, finalReport } from './final-report.ts'
import { actorOf, districtId } from './monitored-district.ts'

export const issuer = '临湖区政务公开领导小组办公室'
export const mark = '临政务公开办'
export const supervisor = actorOf('supervisor')
export const head = actorOf('office_head')
export const examiner = actorOf('examiner')
export const reviewer = actorOf('reviewer')
export const signer = actorOf('issuer')
export const confirmed = ['openness', 'secrets', 'people']

/** A closed quarter with its final report, instructed by the leader, and an issuing body that has a 字. */
export async function circularDesk() {
  const place = await closedQuarter()
  const reportId = await finalReport(place)
  for (const action of ['submit', 'instruct'] as const)
    await inTransaction(place.deps.db, (tx) => advanceReport(tx, place.deps, head, { districtId, reportId, action }))
  await registerBody(place.deps, head, { districtId, name: issuer, flag: '', marks: mark })
  const draft = async (more: object = {}) =>
    (await draftDispatch(place.deps, supervisor, { districtId, variant: 'circular', issuer, reportId, ...more })).id
  return { ...place, reportId, draft }
}

/** Takes a drafted paper round the desks until it is signed; answers how it is named then. */
export async function signed(deps: Deps, dispatchId: string, from = 1) {
  const of = (version: number) => ({ districtId, dispatchId, version })
  await submitDispatch(deps, supervisor, of(from))
  await checkDispatch(deps, examiner, of(from + 1))
  await clearDispatch(deps, reviewer, { ...of(from + 2), confirmed })
  await signDispatch(deps, signer, of(from + 3))
  return of(from + 4)
}

/** The same, numbered and issued. */
export async function issued(deps: Deps, dispatchId: string, serial: number, from = 1) {
  const paper = await signed(deps, dispatchId, from)
  await numberDispatch(deps, supervisor, { ...paper, number: `${mark}〔2026〕${serial}号` })
  await issueDispatch(deps, supervisor, { ...paper, version: paper.version + 1, demo: false })
  return { ...paper, version: paper.version + 2 }
}
