import { expect, it } from 'vitest'
import { manuscriptDesk } from '../../../tests/support/manuscript-desk.ts'
import { actorOf, districtId } from '../../../tests/support/monitored-district.ts'
import { waitingFor } from './desk.ts'
import { lastSubmission } from './last-submission.ts'
import { findManuscript, roundsOf, stepsOf } from './queries.ts'
import { signGates } from './verbs/sign-gates.ts'

const propaganda = actorOf('propaganda_office', 'u:xuan')
const secrecy = actorOf('secrecy_office', 'u:bao')

it('宣传 and 保密 are two countersignatures by two offices: neither reads or signs what was asked of the other', async () => {
  const { deps, draft, submit, sign, deputy } = await manuscriptDesk(1)
  const id = await draft()
  await submit(id, { offices: ['propaganda', 'secrecy'] })
  const steps = await stepsOf(deps.db, districtId, id)
  const stepOf = (office: string) => steps.find((step) => step.office === office)!
  const signAs = async (actor: typeof propaganda, office: string) =>
    signGates(deps, actor, {
      districtId,
      manuscriptId: id,
      version: (await findManuscript(deps.db, { districtId, all: true }, id))!.version,
      step: stepOf(office).number,
      gates: stepOf(office).gates.map(({ gate }) => ({ gate, outcome: 'pass' })),
    })
  const denied = { code: 'access.denied' }
  await expect(signAs(propaganda, 'secrecy')).rejects.toMatchObject(denied)
  await expect(signAs(secrecy, 'propaganda')).rejects.toMatchObject(denied)
  await expect(signAs(actorOf('countersigner', 'u:hui'), 'secrecy')).rejects.toMatchObject(denied)
  // Who holds both from before signs one of them, as of any two levels.
  const both = { ...propaganda, id: 'u:both', roles: ['propaganda_office' as const, 'secrecy_office' as const] }
  expect((await waitingFor(deps, both, districtId)).mine).toHaveLength(1)
  await signAs(both, 'propaganda')
  await expect(signAs(both, 'secrecy')).rejects.toMatchObject({ code: 'manuscript.two-levels' })
  expect(await signAs(secrecy, 'secrecy')).toEqual({ outcome: 'open' })
  expect(await sign(deputy, id)).toBe('approved')
})

it('a manuscript that was sent to one office is not there for the other, and is sent to the same one again', async () => {
  const { deps, draft, submit } = await manuscriptDesk(1)
  const id = await draft()
  await submit(id, { offices: ['secrecy'] })
  const mine = async (actor: typeof propaganda) => (await waitingFor(deps, actor, districtId)).mine.length
  expect([await mine(propaganda), await mine(secrecy)]).toEqual([0, 1])
  expect(await findManuscript(deps.db, { districtId, offices: ['propaganda'] }, id)).toBeUndefined()
  const manuscript = (await findManuscript(deps.db, { districtId, all: true }, id))!
  const [rounds, steps] = [await roundsOf(deps.db, districtId, id), await stepsOf(deps.db, districtId, id)]
  expect(lastSubmission({ manuscript, rounds, steps, words: new Map() }, manuscript.class)).toMatchObject({
    'office-secrecy': 'yes',
  })
})
