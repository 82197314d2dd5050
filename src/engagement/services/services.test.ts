import { createCanvas } from '@napi-rs/canvas'
import { expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { civilDate, instantFromLocal } from '../../calendar/index.ts'
import { readStoredFile } from '../../files/index.ts'
import { serviceFacts } from '../index.ts'
import { findService, listServices } from './queries.ts'
import { checkService, enterService, retireService } from './verbs.ts'

const supervisor = actorOf('supervisor')
const at = (text: string) => instantFromLocal(text)!

it('an entry is unknown until somebody opened it; then the latest look counts, on each day the latest of then', async () => {
  const { deps, unit, account } = await monitoredDistrict()
  const unitId = await unit('临湖区水务局')
  const accountId = await account(unitId, '临湖水务')
  const editor = { ...actorOf('unit_editor'), unitId }
  const entry = { districtId, accountId, name: '水费查询', place: '菜单“办事”›“水费查询”' }
  const { id: entryId } = await enterService(deps, editor, entry)
  await expect(enterService(deps, editor, entry)).rejects.toMatchObject({ code: 'service.named-already' })
  await expect(enterService(deps, editor, { ...entry, name: ' ' })).rejects.toMatchObject({
    code: 'message.words-missing',
  })
  const facts = async (day: string) => (await serviceFacts(deps.db, districtId, civilDate(day))).get(accountId)
  expect(await facts('2026-09-30')).toEqual([
    { entryId, name: '水费查询', usable: null, lookedAt: null, missing: [], photoId: null },
  ])

  const look = { districtId, entryId, lookedAt: at('2026-09-20 10:00'), usable: false }
  await expect(checkService(deps, editor, look)).rejects.toMatchObject({ code: 'access.denied' })
  await expect(checkService(deps, supervisor, { ...look, usable: undefined })).rejects.toMatchObject({
    code: 'service.choice-missing',
  })
  await expect(checkService(deps, supervisor, { ...look, lookedAt: at('2026-10-12 09:01') })).rejects.toMatchObject({
    code: 'service.looked-in-future',
  })
  const photo = { name: '打不开.png', bytes: await createCanvas(8, 8).encode('png') }
  await checkService(deps, supervisor, { ...look, photo, missing: ['materials', 'fee'], note: '提示系统维护' })
  await checkService(deps, supervisor, { ...look, lookedAt: at('2026-10-08 10:00'), usable: true })
  const [broken] = (await facts('2026-09-30')) ?? []
  expect(broken).toMatchObject({ usable: false, missing: ['materials', 'fee'] })
  expect((await readStoredFile(deps, districtId, broken?.photoId ?? '')).mediaType).toBe('image/png')
  expect(await facts('2026-10-08')).toMatchObject([{ usable: true, missing: [], photoId: null }])

  const standing = async (of: 'usable' | 'broken') =>
    (await listServices(deps.db, { districtId, unitId }, { standing: of }, { offset: 0, limit: 5 })).total
  expect([await standing('usable'), await standing('broken')]).toEqual([1, 0])
  await expect(
    retireService(deps, editor, { districtId, entryId, version: 1, reason: '不再提供' }),
  ).rejects.toMatchObject({ code: 'access.denied' })
  await retireService(deps, supervisor, { districtId, entryId, version: 1, reason: '不再提供' })
  expect(await facts('2026-10-08')).toBeUndefined()
  expect(await findService(deps.db, districtId, entryId)).toMatchObject({ state: 'retired', latest: { usable: true } })
  await expect(checkService(deps, supervisor, look)).rejects.toMatchObject({ code: 'service.retired' })
  await enterService(deps, editor, entry)
})
