import { expect, it } from 'vitest'
import { supervisor } from '../../../tests/support/asked-district.ts'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { type Actor, roles } from '../../access/index.ts'
import { civilDate } from '../../calendar/index.ts'
import { saveAccount } from '../../registry/index.ts'
import { listTriggers } from './index.ts'
import { keepReopened } from './keep-reopened.ts'

const system: Actor = { ...actorOf('operator'), kind: 'system', id: 'system' }
const facts = { name: '临湖水务', platform: 'weibo' as const }

async function office(kind: 'department' | 'party' = 'department') {
  const place = await monitoredDistrict()
  const { deps } = place
  const unitId = await place.unit('临湖区水务局', { kind })
  const goneId = await place.account(unitId, '临湖水务', { platform: 'weibo', running_state: 'deregistered' })
  await deps.db
    .updateTable('account')
    .set({ ceased_on: civilDate('2026-07-13') })
    .execute()
  const { account, hints } = await saveAccount(deps, supervisor, { districtId, unitId, facts })
  const triggers = async () => (await listTriggers(deps.db, { districtId })).rows
  return { ...place, unitId, goneId, account, hints, triggers }
}

it('an account that is registered anew under the name of a deregistered one is hinted at, and raises F-01 once', async () => {
  const { deps, account, goneId, hints, triggers } = await office()
  expect(hints).toEqual(['同名账号已于2026年7月13日注销，本次按新账号登记；如系未经备案重新开设，请核查。'])
  expect(await keepReopened(deps, system, districtId)).toEqual({ raised: 1 })
  expect(await keepReopened(deps, system, districtId)).toEqual({ raised: 0 })
  expect(await triggers()).toMatchObject([
    { rule: 'F-01', state: 'raised', subjectId: `${goneId}/2026-07-13`, accountName: account.name },
  ])
})

it.each<[string, 'filing_record' | 'filing_case']>([
  ['an accepted return', 'filing_record'],
  ['an approved 开设', 'filing_case'],
])('raises nothing where there is %s', async (_what, table) => {
  const { deps, account, unitId, triggers } = await office()
  const at = deps.wall.now()
  const own = { district_id: districtId, unit_id: unitId, account_id: account.id }
  if (table === 'filing_record')
    await deps.db
      .insertInto('filing_record')
      .values({
        ...own,
        number: '1',
        year: 2026,
        serial: 1,
        kind: 'existing',
        source_kind: 'return',
        source_id: account.id,
        accepted_by: 'a',
        accepted_at: at,
      })
      .execute()
  else
    await deps.db
      .insertInto('filing_case')
      .values({
        ...own,
        id: deps.ids.next(),
        kind: 'open',
        state: 'approved',
        decided_on: civilDate('2026-10-01'),
        answers: '{}',
        people_key: Buffer.alloc(1),
        people: Buffer.alloc(1),
        created_by: 'a',
        created_at: at,
      })
      .execute()
  await keepReopened(deps, system, districtId)
  expect(await triggers()).toEqual([])
})

it('raises nothing for a unit outside the notice, and for nobody who may not remind', async () => {
  const { deps, triggers } = await office('party')
  await keepReopened(deps, system, districtId)
  expect(await triggers()).toEqual([])
  for (const role of roles.filter((one) => !['operator', 'supervisor'].includes(one)))
    await expect(keepReopened(deps, actorOf(role), districtId), role).rejects.toMatchObject({ code: 'access.denied' })
})
