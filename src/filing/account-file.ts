import { sql } from 'kysely'
import type { CivilDate, Instant } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import { accountForms, type Answers, answersOf, fieldsOf, type FormDefinition, labelOf } from './forms/index.ts'
import { caseForms } from './cases/forms.ts'
import { type CaseKind, caseKindLabels, type CaseState, caseStateLabels } from './cases/model.ts'
import { wordOf } from './cases/paper.ts'

/** A signed paper that lies in the files room; names, phones and signatures stand on it. */
export type KeptScan = {
  fileId: string
  name: string
  sha256: string
  pages: number
  uploadedAt: Instant
  printNumber: number
}

/** Everything the filing room holds of one account, without any personal value: for the archive of an account that is closed. */
export type AccountFile = {
  numbers: { number: string; kind: string; acceptedAt: Instant; scans: KeptScan[] }[]
  /** What was accepted of it, each with its number; never changed after. */
  accepted: {
    number: string
    printNumber: number
    acceptedAt: Instant
    /** By the title of the form, answers by the label of their field. */
    forms: Record<string, Record<string, string>>
  }[]
  cases: {
    id: string
    kind: string
    state: string
    answers: Record<string, string>
    approvedOn: CivilDate | null
    executedOn: CivilDate | null
    filingNumber: string | null
    opinions: { action: string; opinion: string; givenAt: Instant }[]
    scans: KeptScan[]
  }[]
  national: {
    side: string
    status: string
    on: CivilDate
    note: string | null
    receiptFileId: string | null
    receiptSha256: string | null
    noReceiptReason: string | null
  }[]
}

export async function accountFile(db: Db | Tx, districtId: string, accountId: string): Promise<AccountFile> {
  return {
    numbers: await numbersOf(db, districtId, accountId),
    accepted: await acceptedOf(db, districtId, accountId),
    cases: await casesOf(db, districtId, accountId),
    national: await nationalOf(db, districtId, accountId),
  }
}

const numbersOf = async (db: Db | Tx, districtId: string, accountId: string) => {
  const { rows } = await sql<AccountFile['numbers'][number]>`
    select r.number, r.kind, r.accepted_at as "acceptedAt", coalesce(s.scans, '[]'::jsonb) as scans
    from filing_record r
    left join lateral (
      select jsonb_agg(jsonb_build_object('fileId', f.id, 'name', f.name, 'sha256', f.sha256, 'pages', s.pages,
        'uploadedAt', s.uploaded_at, 'printNumber', s.print_number) order by s.uploaded_at, s.id) as scans
      from filing_scan s
      join stored_file f on f.district_id = s.district_id and f.id = s.file_id
      where r.source_kind = 'return' and s.district_id = r.district_id and s.return_id = r.source_id
    ) s on true
    where r.district_id = ${districtId} and r.account_id = ${accountId}::uuid
    order by r.year, r.serial`.execute(db)
  return rows
}

const acceptedOf = async (db: Db | Tx, districtId: string, accountId: string) => {
  const { rows } = await sql<{
    number: string
    printNumber: number
    acceptedAt: Instant
    annex1: Answers
    annex2: Answers
  }>`
    select number, print_number as "printNumber", accepted_at as "acceptedAt", annex1, annex2
    from filing_accepted_entry where district_id = ${districtId} and account_id = ${accountId}::uuid
    order by accepted_at, number`.execute(db)
  return rows.map(({ annex1, annex2, ...rest }) => ({
    ...rest,
    forms: Object.fromEntries(
      accountForms
        .map((form) => [form.title, openAnswers(form, { ...annex1, ...annex2 })] as const)
        .filter(([, answers]) => Object.keys(answers).length > 0),
    ),
  }))
}

type CaseRow = Omit<AccountFile['cases'][number], 'kind' | 'state'> & { kind: CaseKind; state: CaseState }

const casesOf = async (db: Db | Tx, districtId: string, accountId: string) => {
  const { rows } = await sql<CaseRow>`
    select c.id, c.kind, c.state, c.answers, c.decided_on as "approvedOn", c.executed_on as "executedOn",
      c.filing_number as "filingNumber", coalesce(o.opinions, '[]'::jsonb) as opinions, coalesce(s.scans, '[]'::jsonb) as scans
    from filing_case c
    left join lateral (
      select jsonb_agg(jsonb_build_object('action', o.action, 'opinion', o.opinion, 'givenAt', o.given_at) order by o.id) as opinions
      from filing_case_opinion o where o.district_id = c.district_id and o.case_id = c.id
    ) o on true
    left join lateral (
      select jsonb_agg(jsonb_build_object('fileId', f.id, 'name', f.name, 'sha256', f.sha256, 'pages', s.pages,
        'uploadedAt', s.uploaded_at, 'printNumber', s.print_number) order by s.uploaded_at, s.id) as scans
      from filing_case_scan s
      join stored_file f on f.district_id = s.district_id and f.id = s.file_id
      where s.district_id = c.district_id and s.case_id = c.id
    ) s on true
    where c.district_id = ${districtId} and c.account_id = ${accountId}::uuid
    order by c.created_at, c.id`.execute(db)
  return rows.map(({ kind, state, answers, ...rest }) => ({
    ...rest,
    kind: caseKindLabels[kind],
    state: caseStateLabels[state],
    answers: openAnswers(caseForms[kind], answers),
  }))
}

function openAnswers(form: FormDefinition, answers: Answers): Record<string, string> {
  const open = answersOf(form, answers, 'open')
  return Object.fromEntries(
    fieldsOf(form)
      .filter(({ personal, key }) => !personal && open[key] !== undefined)
      .map((field) => [labelOf(field), wordOf(field, open, field.key)]),
  )
}

const nationalOf = async (db: Db | Tx, districtId: string, accountId: string) => {
  const { rows } = await sql<AccountFile['national'][number]>`
    select n.side, n.status, n.reported_on as "on", n.note, f.id as "receiptFileId", f.sha256 as "receiptSha256",
      n.no_receipt_reason as "noReceiptReason"
    from national_report n
    left join stored_file f on f.district_id = n.district_id and f.id = n.receipt_file_id
    where n.district_id = ${districtId} and n.account_id = ${accountId}::uuid
    order by n.reported_on, n.recorded_at, n.id`.execute(db)
  return rows
}
