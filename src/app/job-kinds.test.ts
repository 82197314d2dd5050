import { expect, it } from 'vitest'
import { accessPlace, officeDistrict as districtId } from '../../tests/support/access-place.ts'
import { endDelegation, lendRole } from '../access/index.ts'
import { civilDate } from '../calendar/index.ts'
import { latestEvents } from '../trail/index.ts'
import { jobKinds } from './job-kinds.ts'

async function office() {
  const place = await accessPlace()
  const { deps } = place
  const lender = await place.hire('shen', 'supervisor')
  const deputy = await place.hire('xu', 'reviewer')
  const { id } = await lendRole(deps, lender.actor, {
    districtId,
    lenderId: lender.id,
    deputyId: deputy.id,
    role: 'supervisor',
    reason: '出差',
    fromDay: civilDate('2026-10-12'),
    toDay: civilDate('2026-10-14'),
  })
  const check = jobKinds(deps, false).find(({ name }) => name === 'month-check')!
  const run = (onBehalfOf?: string) =>
    check.run(
      {
        districtId,
        subject: '2026-09',
        input: {},
        requestedBy: deputy.id,
        requestId: deps.ids.next(),
        ...(onBehalfOf !== undefined && { onBehalfOf }),
      },
      () => undefined,
    )
  return { deps, lender, deputy, run, end: () => endDelegation(deps, lender.actor, { districtId, delegationId: id }) }
}

it('what a deputy began is finished in the background in the lent role, and the trail says for whom', async () => {
  const { deps, lender, deputy, run } = await office()
  await run(lender.id)
  const checked = (await latestEvents(deps.db, districtId)).find(({ action }) => action.startsWith('check.'))
  expect(checked).toMatchObject({ actorId: deputy.id, onBehalfOf: lender.id })
})

it('begun as oneself it has the own roles alone, and as a deputy none that was taken back meanwhile', async () => {
  const { lender, run, end } = await office()
  await expect(run()).rejects.toMatchObject({ code: 'access.denied' })
  await end()
  await expect(run(lender.id)).rejects.toMatchObject({ code: 'access.denied' })
})
