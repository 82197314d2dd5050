import { expect, it } from 'vitest'
import { blank } from '../../../tests/support/asked-district.ts'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { openWords } from '../../access/index.ts'
import { civilDate } from '../../calendar/index.ts'
import { inTransaction } from '../../database/index.ts'
import { decideTrigger, listTriggers, raiseTrigger } from './index.ts'
import { type EnteredClue, raiseByHand } from './raise-by-hand.ts'

const [supervisor, head] = [actorOf('supervisor'), actorOf('office_head')]

async function desk() {
  const place = await monitoredDistrict()
  const unitId = await place.unit('临湖区水务局')
  const accountId = await place.account(unitId, '临湖水务')
  const entered: EnteredClue = {
    districtId,
    rule: 'F-09',
    unitId,
    accountId,
    happenedOn: civilDate('2026-10-10'),
    words: '菜单链接指向商品页面',
    source: '群众反映',
    file: { name: '截图.png', bytes: blank },
  }
  const enter = (more: Partial<EnteredClue> = {}, actor = supervisor) =>
    raiseByHand(place.deps, actor, { ...entered, ...more })
  const rows = async () => (await listTriggers(place.deps.db, { districtId })).rows
  return { ...place, unitId, accountId, enter, rows }
}

it('waits like one of the machine, is decided by somebody else, and keeps its words out of the trail', async () => {
  const { enter, rows, deps } = await desk()
  const { id } = await enter({ link: 'https://example.invalid/a' })
  expect(await rows()).toMatchObject([
    {
      id,
      rule: 'F-09',
      state: 'raised',
      unitName: '临湖区水务局',
      accountName: '临湖水务',
      facts: {
        words: '菜单链接指向商品页面',
        source: '群众反映',
        link: 'https://example.invalid/a',
        fileName: '截图.png',
      },
    },
  ])
  const trail = await deps.db
    .selectFrom('trail_event')
    .select('after')
    .where('action', '=', 'trigger.raised')
    .executeTakeFirstOrThrow()
  expect(JSON.stringify(trail.after)).not.toMatch(/商品|群众|截图|example/u)
  const { said } = (trail.after as { facts: { words: { said: string } } }).facts.words
  expect((await openWords(deps, districtId, [said])).get(said)).toBe('菜单链接指向商品页面')
  const decision = { districtId, triggerId: id, state: 'upheld' as const, reason: '属实', version: 1 }
  await expect(decideTrigger(deps, { ...head, id: supervisor.id }, decision)).rejects.toMatchObject({
    code: 'access.maker-is-checker',
  })
  await decideTrigger(deps, head, decision)
  await expect(enter()).rejects.toMatchObject({ code: 'trigger.entered-already' })
})

it('is not entered twice, nor beside one of the machine that waits; another day, or one that was dismissed, is another', async () => {
  const { enter, rows, deps, unitId, accountId } = await desk()
  const [first, ...others] = await Promise.allSettled([enter(), enter({ words: '另一段话' }, head)])
  expect([first, ...others].map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  await enter({ happenedOn: civilDate('2026-10-11') })
  await enter({ accountId: undefined })
  const [one] = (await rows()).filter(({ facts }) => facts['happenedOn'] === '2026-10-11')
  await decideTrigger(deps, head, { districtId, triggerId: one!.id, state: 'dismissed', reason: '不属实', version: 1 })
  await enter({ happenedOn: civilDate('2026-10-11') })
  await inTransaction(deps.db, (tx) =>
    raiseTrigger(tx, deps, supervisor, {
      districtId,
      rule: 'F-05',
      unitId,
      accountId,
      subject: { kind: 'finding', id: 'f' },
      facts: {},
    }),
  )
  await expect(enter({ rule: 'F-05' })).rejects.toMatchObject({ code: 'trigger.entered-already' })
  expect(await rows()).toHaveLength(5)
})

it.each([
  [{ file: undefined, link: ' ' }, 'trigger.evidence-required'],
  [{ link: 'javascript:alert(1)' }, 'trigger.link-unreadable'],
  [{ words: ' ' }, 'trigger.entry-incomplete'],
  [{ source: '' }, 'trigger.entry-incomplete'],
  [{ happenedOn: civilDate('2026-10-13') }, 'trigger.in-future'],
  [{ accountId: '00000000-0000-4000-8000-000000000000' }, 'record.not-found'],
] as const)('is refused with %o, and nothing is kept', async (more, code) => {
  const { enter, rows, count } = await desk()
  await expect(enter(more)).rejects.toMatchObject({ code })
  expect(await rows()).toEqual([])
  expect(await count('stored_file')).toBe(0)
})

it('is for a supervisor and the head of the office alone', async () => {
  const { enter } = await desk()
  await enter({}, head)
  for (const role of ['examiner', 'reviewer', 'unit_editor'] as const)
    await expect(enter({ rule: 'F-10' }, actorOf(role))).rejects.toMatchObject({ code: 'access.denied' })
})
