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
import { instructReport, submitReport } from '../../src/reporting/index.ts'
import type { Deps } from '../../src/access/index.ts'
import { closedQuarter, finalReport } from './final-report.ts'
import { actorOf, districtId } from './monitored-district.ts'
import { openSession } from './scene.ts'

export const issuer = '临湖区政务公开领导小组办公室'
export const mark = '临政务公开办'
export const supervisor = actorOf('supervisor')
export const head = actorOf('office_head')
export const examiner = actorOf('examiner')
export const reviewer = actorOf('reviewer')
export const signer = actorOf('issuer')
/** What the leader writes on the report. */
export const instructed = '同意通报，整改结果下季度逐一报我。'
export const confirmed = ['openness', 'secrets', 'people']

/** A closed quarter with its final report, instructed by the leader, and an issuing body that has a 字. */
export async function circularDesk() {
  const place = await closedQuarter()
  const reportId = await finalReport(place)
  const { actor: leader } = await openSession(place.deps, { units: place.units }, 'district_leader', {})
  await submitReport(place.deps, head, { districtId, reportId, leaderId: leader.id, opinion: '拟同意。' })
  await instructReport(place.deps, leader, { districtId, reportId, words: instructed, photos: [] })
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
