import { expect, it } from 'vitest'
import { type ManuscriptDesk, manuscriptDesk } from '../../../tests/support/manuscript-desk.ts'
import { actorOf, districtId } from '../../../tests/support/monitored-district.ts'
import type { Actor } from '../../access/index.ts'
import { instantFromLocal } from '../../calendar/index.ts'
import { waitingFor } from './desk.ts'
import type { GateOutcome } from './model.ts'
import { findManuscript, roundsOf, stepsOf } from './queries.ts'
import type { Submission } from './verbs/submit.ts'
import { signGates } from './verbs/sign-gates.ts'
import { recallManuscript } from './verbs/take-back.ts'

const propaganda = actorOf('propaganda_office', 'u:xuan')
const secrecy = actorOf('secrecy_office', 'u:bao')

/** A manuscript that 宣传 and 保密 are asked about side by side. */
async function atBoth(desk: ManuscriptDesk, over: Partial<Submission> = {}) {
  const { deps, draft, submit } = desk
  const id = await draft()
  await submit(id, { offices: ['propaganda', 'secrecy'], ...over })
  const read = async () => (await findManuscript(deps.db, { districtId, all: true }, id))!
  const say = async (actor: Actor, office: string, outcome: GateOutcome) => {
    const { version, round } = await read()
    const steps = await stepsOf(deps.db, districtId, id)
    const step = steps.find((one) => one.round === round && one.office === office)!
    const gates = step.gates.map(({ gate }) => ({ gate, outcome, opinion: `${office}意见` }))
    return (await signGates(deps, actor, { districtId, manuscriptId: id, version, step: step.number, gates })).outcome
  }
  const opinions = async () =>
    (await stepsOf(deps.db, districtId, id)).flatMap(({ gates }) => gates).filter(({ wordsId }) => wordsId !== null)
  const round = async () => (await roundsOf(deps.db, districtId, id)).at(-1)!
  return { id, read, say, opinions, round }
}

it('who reads side by side is heard before a text goes back: 不通过 of one waits for the others, and no later level is asked', async () => {
  const desk = await manuscriptDesk(1)
  const { deps, deputy, sign } = desk
  const { id, read, say, opinions } = await atBoth(desk)
  expect(await say(propaganda, 'propaganda', 'fail')).toBe('open')
  expect((await read()).state).toBe('review')
  const waits = async (who: Actor) => (await waitingFor(deps, who, districtId)).mine.length
  expect([await waits(propaganda), await waits(secrecy), await waits(deputy)]).toEqual([0, 1, 0])
  // The last level stands behind: it has nothing to sign, though nobody else of the unit does.
  await expect(sign(deputy, id)).rejects.toMatchObject({ code: 'access.denied' })
  // The last to speak returns it, also when he himself has no objection.
  expect(await say(secrecy, 'secrecy', 'pass')).toBe('returned')
  expect((await read()).state).toBe('returned')
  expect(new Set((await opinions()).map(({ signedBy }) => signedBy))).toEqual(new Set(['u:xuan', 'u:bao']))
  const other = await atBoth(desk)
  expect(await other.say(secrecy, 'secrecy', 'fail')).toBe('open')
  expect(await other.say(propaganda, 'propaganda', 'fail')).toBe('returned')
  const good = await atBoth(desk)
  for (const [who, office] of [
    [propaganda, 'propaganda'],
    [secrecy, 'secrecy'],
  ] as const)
    expect(await good.say(who, office, 'pass')).toBe('open')
  expect(await sign(deputy, good.id)).toBe('approved')
})

it('an emergency waits for nobody: the first 不通过 returns it', async () => {
  const desk = await manuscriptDesk(1)
  const urgentSince = instantFromLocal('2026-10-12 07:40')!
  const { read, say } = await atBoth(desk, { urgentSince, urgentReason: '城东水管爆裂' })
  expect(await say(propaganda, 'propaganda', 'fail')).toBe('returned')
  await expect(say(secrecy, 'secrecy', 'pass')).rejects.toMatchObject({ code: 'manuscript.action-not-allowed' })
  expect((await read()).state).toBe('returned')
})

it('the unit needn’t wait: it takes the text back, and what was refused stays refused', async () => {
  const desk = await manuscriptDesk(1)
  const { deps, editor } = desk
  const refused = await atBoth(desk)
  await refused.say(propaganda, 'propaganda', 'fail')
  const recall = async ({ id, read }: typeof refused) =>
    recallManuscript(deps, editor, { districtId, manuscriptId: id, version: (await read()).version })
  await recall(refused)
  expect([(await refused.read()).state, (await refused.round()).outcome]).toEqual(['returned', 'returned'])
  const passed = await atBoth(desk)
  await passed.say(propaganda, 'propaganda', 'pass')
  await recall(passed)
  expect([(await passed.read()).state, (await passed.round()).outcome]).toEqual(['draft', 'recalled'])
})
