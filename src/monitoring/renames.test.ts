import { expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../tests/support/monitored-district.ts'
import { civilDate, instant, month } from '../calendar/index.ts'
import { findingDetail } from './finding-detail.ts'
import { listFindings } from './findings.ts'
import { findingSentence } from './indicators/index.ts'
import { renamedBy, type SeenName } from './renames.ts'
import { factLine } from './pages/words.ts'
import { runCheck } from './verbs/run-check.ts'

const day = civilDate
const known: SeenName = {
  accountId: 'a',
  ledgerName: '临湖水务',
  renamedFrom: null,
  renamedOn: null,
  seen: '临湖水利',
  seenOn: day('2026-09-20'),
  since: day('2026-09-10'),
  filed: null,
}
const unfiled = { on: '2026-09-10', filedOn: undefined, seenName: '临湖水利', filedName: '临湖水务' }
const own = { seenOn: '2026-09-20' }

it.each<[string, Partial<SeenName>, object | null]>([
  ['another name than the ledger’s is a renaming, not filed', {}, unfiled],
  ['its own name is none, whatever its width, blanks and platform in brackets', { seen: '临湖 水务（公众号）' }, own],
  [
    'the former name, seen before the ledger was changed, is none',
    { renamedFrom: '临湖水利', renamedOn: day('2026-09-25') },
    own,
  ],
  [
    'the former name, still borne afterwards, is one',
    { renamedFrom: '临湖水利', renamedOn: day('2026-09-15') },
    unfiled,
  ],
  [
    'a name that is neither today’s nor the former, seen before the ledger was changed, may have been its own then',
    { renamedFrom: '临湖水政', renamedOn: day('2026-09-25') },
    null,
  ],
  [
    'the same, seen after the ledger was changed, is one',
    { renamedFrom: '临湖水政', renamedOn: day('2026-09-15') },
    unfiled,
  ],
  [
    'a change handed in for this name is filed',
    { filed: [{ name: '临湖水利', on: day('2026-09-12') }] },
    { ...unfiled, filedOn: '2026-09-12' },
  ],
  ['a change handed in for another name is not', { filed: [{ name: '临湖节水', on: day('2026-09-12') }] }, unfiled],
])('%s', (_what, more, fact) => {
  expect(renamedBy({ ...known, ...more })).toEqual(fact)
})

it('puts an account that pages show under another name before reviewers, and judges none that nobody saw', async () => {
  const place = await monitoredDistrict()
  const { deps } = place
  const unit = await place.unit('临湖区水务局')
  const accountId = await place.account(unit, '临湖水务')
  const unseen = await place.account(await place.unit('临湖区教育局'), '临湖教育')
  const site = await place.account(unit, '临湖水务视频', { platform: 'douyin' })
  const saw = (of: string, name: string, at: string) =>
    deps.db
      .insertInto('collection_sample')
      .values({
        district_id: districtId,
        account_id: of,
        id: deps.ids.next(),
        kind: 'profile',
        key: 'page',
        value: JSON.stringify({ name }),
        source: 'page',
        observed_at: instant(at),
        collected_at: instant(at),
        confidence: 'stated',
      })
      .execute()
  const check = async (of = accountId) => {
    const { accounts } = await runCheck(deps, actorOf('supervisor'), { districtId, month: month('2026-09') })
    return accounts.find(({ id }) => id === of)?.results.find(({ indicator }) => indicator === 'N-123-04')
  }
  await saw(accountId, '临湖水务', '2026-09-01T02:00:00Z')
  await saw(site, '水务局门户网站', '2026-09-01T02:00:00Z')
  expect(await check()).toMatchObject({ value: 'pass', facts: { nameSeenOn: '2026-09-01' } })
  expect([await check(unseen), await check(site)]).toEqual([undefined, undefined])
  await saw(accountId, '临湖水利', '2026-09-10T02:00:00Z')
  await saw(accountId, '临湖水利', '2026-09-20T02:00:00Z')
  // What was seen after the checkpoint is none of the month's.
  await saw(accountId, '临湖水务', '2026-10-01T02:00:00Z')
  const facts = { renamedOn: '2026-09-10', daysSince: 20, seenName: '临湖水利', filedName: '临湖水务' }
  expect(await check()).toMatchObject({ value: 'fail', class: 'deduction', facts })
  const { findings } = await listFindings(deps.db, districtId, { month: month('2026-09'), indicator: 'N-123-04' })
  expect(findings).toMatchObject([{ accountId, state: 'candidate' }])
  expect(factLine('N-123-04', findings[0]!.facts, civilDate('2026-09-30'))).toBe('平台显示“临湖水利”，登记为“临湖水务”')
  const detail = await findingDetail(deps.db, districtId, findings[0]!.id)
  expect(findingSentence({ ...detail.finding, checkpoint: detail.checkpoint })).toBe(
    '该账号于2026年9月10日前后由“临湖水务”更名为“临湖水利”，未按规定办理变更备案。',
  )
})
