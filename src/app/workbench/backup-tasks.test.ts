import { expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { fixedClock, instant } from '../../calendar/index.ts'
import { inTransaction } from '../../database/index.ts'
import { append, systemChain } from '../../trail/index.ts'
import { tasksFor } from './tasks.ts'

it('tells who looks after the machine that no whole backup is there, or that the last one is too old', async () => {
  const { deps } = await monitoredDistrict()
  const titles = async (role: 'administrator' | 'supervisor', now: string) => {
    const at = { ...deps, wall: fixedClock(instant(now)) }
    const tasks = await tasksFor({ var: { deps: at, actor: actorOf(role) } }, districtId)
    return tasks.map(({ title }) => title).filter((title) => title.includes('备份'))
  }
  const told = (action: string) =>
    inTransaction(deps.db, (tx) =>
      append(tx, deps.ids, {
        districtId: systemChain,
        actor: actorOf('administrator'),
        action,
        subject: { kind: 'backup', id: 'a.backup' },
        after: {},
        at: instant('2026-10-12T18:00:00.000Z'),
      }),
    )
  expect(await titles('administrator', '2026-10-12T18:00:00.000Z')).toEqual(['设置自动备份'])
  await told('backup.made')
  expect(await titles('administrator', '2026-10-12T18:30:00.000Z')).toEqual(['设置自动备份'])
  await told('backup.verified')
  expect(await titles('administrator', '2026-10-12T18:30:00.000Z')).toEqual([])
  expect(await titles('administrator', '2026-10-14T07:00:00.000Z')).toEqual(['检查自动备份'])
  expect(await titles('supervisor', '2026-10-14T07:00:00.000Z')).toEqual([])
})
