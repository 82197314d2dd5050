import { expect, it } from 'vitest'
import { cloneDatabase } from '../../../tests/support/database.ts'
import { actorOf } from '../../../tests/support/monitored-district.ts'
import { buildScene, sceneNow } from '../../../tests/support/scene.ts'
import { type Deps, type Role, vaultWith } from '../../access/index.ts'
import { fixedClock, instant } from '../../calendar/index.ts'
import { inTransaction, seededIds } from '../../database/index.ts'
import { append, systemChain } from '../../trail/index.ts'
import { createWeb } from '../../web/index.ts'
import { workbenchRoutes } from '../workbench.tsx'

it('shows the last whole backup below what is due to whoever may see backups, and one too old among what is due', async () => {
  const { db } = await cloneDatabase()
  const clock = fixedClock(instant(sceneNow))
  const ids = seededIds('backup-line', clock)
  const deps: Deps = { db, clock, wall: clock, ids, vault: vaultWith(Buffer.alloc(32, 7)), dataDir: '/none' }
  const scene = await buildScene(deps)
  const jobs = { enqueue: () => Promise.reject(new Error('no job is asked for')), stop: () => Promise.resolve() }
  const web = { deps, pageDeps: deps, jobs, demo: false, host: '127.0.0.1', routes: workbenchRoutes }
  const { app } = createWeb({ ...web, logDefect: (error) => console.error(error) })
  const dueOf = async (role: Role) => {
    const answer = await app.request('/', { headers: (await scene.signIn(role)).headers })
    expect(answer.status).toBe(200)
    return (await answer.text()).split('<section').find((card) => card.includes('<h2>我的待办</h2>')) ?? ''
  }
  const footOf = async (role: Role) =>
    /<footer>(.*?)<\/footer>/s.exec(await dueOf(role))?.[1]?.replaceAll(/<[^>]+>/g, '｜')
  const told = (action: string, id: string, at: string, after: object = {}) =>
    inTransaction(db, (tx) =>
      append(tx, ids, {
        districtId: systemChain,
        actor: actorOf('administrator'),
        action,
        subject: { kind: 'backup', id },
        after,
        at: instant(at),
      }),
    )
  const made = async (id: string, at: string, lost = 0) => {
    await told('backup.made', id, at, { lost })
    await told('backup.verified', id, at)
  }

  expect(await footOf('administrator')).toBeUndefined()
  await made('旧.backup', '2026-10-06T18:10:00.000Z')
  expect(await footOf('administrator')).toBeUndefined()
  expect(await dueOf('administrator')).toContain('最近一份完整的备份是 2026-10-07 02:10 的')

  await made('夜间.backup', '2026-10-08T18:10:00.000Z')
  const line = '｜最近一份备份：2026-10-09 02:10，已核验完整'
  expect(await footOf('administrator')).toBe(`${line}｜｜备份记录｜`)
  expect(await footOf('auditor')).toBe(`${line}｜｜备份记录｜`)
  expect(await dueOf('administrator')).not.toContain('自动备份')
  expect(await footOf('supervisor')).toBeUndefined()

  await told('backup.failed', '再次.backup', '2026-10-08T20:00:00.000Z', { why: '磁盘已满' })
  expect(await footOf('administrator')).toContain('02:10，已核验完整，此后有一次未完成')
  await made('缺件.backup', '2026-10-08T21:00:00.000Z', 2)
  expect(await footOf('administrator')).toContain('05:00，已核验，当时磁盘上缺 2 个文件｜')
})
