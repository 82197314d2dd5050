import { expect, it } from 'vitest'
import { cloneDatabase } from '../../../tests/support/database.ts'
import { fixedClock, instant } from '../../calendar/index.ts'
import { inTransaction, seededIds } from '../../database/index.ts'
import { append, systemChain } from '../../trail/index.ts'
import { backupFinding } from './backups.ts'

it('says how old the last whole backup is, and why there is none newer', async () => {
  const { db } = await cloneDatabase()
  const at = (moment: string) => backupFinding({ db, wall: fixedClock(instant(moment)) })
  const ids = seededIds('backups', fixedClock(instant('2026-10-12T00:00:00Z')))
  const told = (action: string, moment: string, after?: object) =>
    inTransaction(db, (tx) =>
      append(tx, ids, {
        districtId: systemChain,
        actor: { kind: 'system', id: 'test', requestId: 'r' },
        action,
        subject: { kind: 'backup', id: 'govmedia-20261012-0200.backup' },
        ...(after && { after }),
        at: instant(moment),
      }),
    )
  expect(await at('2026-10-12T00:00:00Z')).toMatchObject({ level: 'advice', detail: expect.stringContaining('还没有') })
  await told('backup.made', '2026-10-11T18:00:00Z', { rows: 1 })
  expect(await at('2026-10-12T00:00:00Z')).toMatchObject({ level: 'advice', detail: expect.stringContaining('还没有') })
  await told('backup.verified', '2026-10-11T18:01:00Z')
  expect(await at('2026-10-12T00:00:00Z')).toMatchObject({
    level: 'ok',
    detail: expect.stringContaining('2026-10-12 02:00'),
  })
  expect(await at('2026-10-13T06:00:00Z')).toMatchObject({ level: 'ok' })
  await told('backup.failed', '2026-10-12T18:00:00Z', { why: '磁盘已满' })
  expect(await at('2026-10-13T06:00:01Z')).toMatchObject({
    level: 'advice',
    detail: expect.stringMatching(/超过 36 小时；最近一次失败：磁盘已满/),
  })
})
