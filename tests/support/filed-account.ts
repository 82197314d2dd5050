import type { Deps } from '../../src/access/index.ts'
import { civilDate } from '../../src/calendar/index.ts'
import type { Answers } from '../../src/filing/forms/index.ts'
import { answerColumns } from '../../src/filing/returns/records.ts'
import { districtId } from './monitored-district.ts'

type Filed = { accountId: string; unitId: string; serial: number; answers: Answers }

/** An accepted return of one account under its 备案号, without the steps that led there. */
export async function fileAccount(deps: Deps, { accountId, unitId, serial, answers }: Filed): Promise<void> {
  const { db, ids, clock } = deps
  const [campaignId, returnId] = [ids.next(), ids.next()]
  const [at, own] = [clock.now(), { district_id: districtId }]
  const forms = ['annex1', 'annex2'] as const
  await db
    .insertInto('filing_campaign')
    .values({
      ...own,
      id: campaignId,
      title: `专项排查${serial}`,
      basis: '通知',
      basis_number: '1号',
      unit_kinds: ['department'],
      forms: [...forms],
      filing_due: at,
      counted_until: civilDate('2026-06-26'),
      reminder_days: [],
      contact: '监管股',
      state: 'open',
      prepared_by: 'a',
      created_at: at,
    })
    .execute()
  const accepted = { state: 'accepted', print_number: 1, accepted_print: 1, accepted_by: 'a', accepted_at: at }
  await db
    .insertInto('filing_return')
    .values({ ...own, id: returnId, campaign_id: campaignId, unit_id: unitId, kind: 'full', ...accepted })
    .execute()
  const content = { content_key: Buffer.alloc(0), content: Buffer.alloc(0), content_hash: '' }
  await db
    .insertInto('filing_print')
    .values({ ...own, return_id: returnId, number: 1, ...content, printed_by: 'a', printed_at: at })
    .execute()
  const number = `990100-2026-${String(serial).padStart(4, '0')}`
  const source = { kind: 'existing', source_kind: 'return', source_id: returnId, accepted_by: 'a', accepted_at: at }
  await db
    .insertInto('filing_record')
    .values({ ...own, number, year: 2026, serial, unit_id: unitId, account_id: accountId, ...source })
    .execute()
  await db
    .insertInto('filing_accepted_entry')
    .values({
      ...own,
      return_id: returnId,
      print_number: 1,
      account_id: accountId,
      number,
      ...answerColumns(deps, { districtId, returnId, accountId }, forms, answers),
      accepted_at: at,
    })
    .execute()
}
