import { expect, it } from 'vitest'
import { sceneDesk } from '../../tests/support/pages.ts'
import { sceneDistrict } from '../../tests/support/scene.ts'
import { inTransaction } from '../database/index.ts'
import { append, latestEvents, verifyTrail } from '../trail/index.ts'
import { keepWords, withWords } from './index.ts'

it('free words of a step stand sealed beside the trail, are read on its page, and go without breaking the chain', async () => {
  const { deps, scene, get } = await sceneDesk('said-words', [])
  const auditor = await scene.signIn('auditor')
  const words = '许静言已调离，13800001111'
  await inTransaction(deps.db, async (tx) =>
    append(tx, deps.ids, {
      districtId: sceneDistrict,
      actor: auditor.actor,
      action: 'posts.undone',
      subject: { kind: 'import', id: deps.ids.next() },
      after: {
        reason: await keepWords(tx, deps, sceneDistrict, words),
        spans: await keepWords(tx, deps, sceneDistrict, null),
      },
      at: deps.wall.now(),
    }),
  )
  const [event] = await latestEvents(deps.db, sceneDistrict, { limit: 1 })
  expect(JSON.stringify(event)).not.toContain('许静言')
  expect(event?.after).toEqual({
    reason: { said: expect.any(String), digest: expect.stringMatching(/^sm3:/) },
    spans: null,
  })
  const rows = await deps.db.selectFrom('said_words').select('sealed').execute()
  expect(rows.filter(({ sealed }) => sealed?.includes('许静言'))).toEqual([])
  expect(await (await get('/trail', auditor)).text()).toContain(words)

  await deps.db
    .updateTable('said_words')
    .set({ wrapped_key: null, sealed: null, salt: null, erased_at: deps.wall.now() })
    .execute()
  expect(await withWords(deps, sceneDistrict, [event!])).toMatchObject([{ after: { reason: '已删除' } }])
  expect(await (await get('/trail', auditor)).text()).not.toContain(words)
  expect(await verifyTrail(deps.db, sceneDistrict)).toMatchObject([{ whole: true }])
})
