import { expect, it } from 'vitest'
import { closingDistrict } from '../../../tests/support/closing-district.ts'
import { pagesOf } from '../../../tests/support/pages.ts'
import { openSession } from '../../../tests/support/scene.ts'
import { closingRoutes } from './routes.tsx'

it('who takes an archive, which holds signed papers whole, is kept; whoever may not have it leaves nothing', async () => {
  const place = await closingDistrict()
  const { id: caseId } = await place.openCase()
  await place.approve(caseId)
  const closingId = await place.begin()
  const closing = place.of(closingId)
  await closing.publish()
  await closing.archive()
  const deps = place.on('2026-06-30')
  const units = { own: place.unitId }
  const editor = await openSession(deps, { units }, 'unit_editor', { unit: 'own' })
  const auditor = await openSession(deps, { units }, 'auditor', {})
  const [archive] = (await closing.now()).archives
  const { get } = pagesOf(deps, closingRoutes)
  const at = `/closings/${closingId}/files/${archive!.id}`
  expect((await get(at, auditor)).status).toBe(403)
  expect((await get(at, editor)).status).toBe(200)
  const taken = await deps.db
    .selectFrom('trail_event')
    .select(['actor_id as by', 'subject_id as of', 'after'])
    .where('action', '=', 'closing.archive-taken')
    .execute()
  expect(taken).toEqual([{ by: editor.id, of: closingId, after: { sha256: archive!.sha256, volume: 1 } }])
})

it('who looks at the screenshot of an announcement is kept, once an hour', async () => {
  const place = await closingDistrict()
  const { id: caseId } = await place.openCase()
  await place.approve(caseId)
  const closingId = await place.begin()
  await place.of(closingId).publish()
  const deps = place.on('2026-06-30')
  const editor = await openSession(deps, { units: { own: place.unitId } }, 'unit_editor', { unit: 'own' })
  const { get } = pagesOf(deps, closingRoutes)
  for (let look = 0; look < 2; look++)
    expect((await get(`/closings/${closingId}/files/pause`, editor)).status).toBe(200)
  const looks = await deps.db
    .selectFrom('trail_event')
    .select(['actor_id as by', 'subject_id as of', 'after'])
    .where('action', '=', 'closing.screenshot-seen')
    .execute()
  expect(looks).toEqual([{ by: editor.id, of: closingId, after: { file: expect.any(String) } }])
})
