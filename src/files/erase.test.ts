import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../tests/support/monitored-district.ts'
import { permissionTable, roles, withWords } from '../access/index.ts'
import { inTransaction } from '../database/index.ts'
import { latestEvents } from '../trail/index.ts'
import { eraseFile, readStoredFile, saveFile } from './index.ts'
import { pathOf } from './store.ts'

async function kept() {
  const { deps } = await monitoredDistrict()
  const bytes = new TextEncoder().encode('账号,联系电话\n临湖水务,13800000001')
  const actor = actorOf('supervisor')
  const { id, sha256 } = await inTransaction(deps.db, (tx) =>
    saveFile(tx, deps, { districtId, name: '附件2.csv', bytes, actor }),
  )
  return { deps, id, sha256 }
}
const why = '误传，含无关人员电话'

it('an uploaded file is erased with key and bytes; what it was and why it went stays in the trail', async () => {
  const { deps, id, sha256 } = await kept()
  await expect(eraseFile(deps, actorOf('office_head'), { districtId, fileId: id, reason: ' ' })).rejects.toMatchObject({
    code: 'file.erase-reason',
  })
  await eraseFile(deps, actorOf('office_head'), { districtId, fileId: id, reason: why })
  await expect(readStoredFile(deps, districtId, id)).rejects.toMatchObject({ code: 'record.not-found' })
  expect(existsSync(pathOf(deps.dataDir, id))).toBe(false)
  const { wrapped_key: key } = await deps.db.selectFrom('stored_file').select('wrapped_key').executeTakeFirstOrThrow()
  expect(key).toBeNull()
  const [event] = await latestEvents(deps.db, districtId, { limit: 1 })
  expect(JSON.stringify(event)).not.toContain(why)
  expect((await withWords(deps, districtId, [event!]))[0]).toMatchObject({
    action: 'file.erased',
    subjectId: id,
    after: { sha256, reason: why },
  })
  await expect(eraseFile(deps, actorOf('office_head'), { districtId, fileId: id, reason: why })).rejects.toMatchObject({
    code: 'record.not-found',
  })
})

it('a file is erased only by who may, and in the own district', async () => {
  const { deps, id } = await kept()
  for (const role of roles.filter((one) => !permissionTable[one]['files.erase']))
    await expect(eraseFile(deps, actorOf(role), { districtId, fileId: id, reason: why }), role).rejects.toMatchObject({
      code: 'access.denied',
    })
  await expect(
    eraseFile(deps, actorOf('office_head'), { districtId: '990200', fileId: id, reason: why }),
  ).rejects.toMatchObject({ code: 'access.denied' })
})
