import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type SceneDesk, sceneDesk } from '../../tests/support/pages.ts'
import { type Scene, sceneDistrict, type SignedIn } from '../../tests/support/scene.ts'
import type { Deps } from '../access/index.ts'
import { civilDate } from '../calendar/index.ts'
import type { ItemState } from './items/model.ts'
import { cleanupRoutes, freezeProposals } from './index.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'govmedia-cleanup-refused-'))
const asOf = '2026-10-09'
let deps: Deps
let scene: Scene
let web: SceneDesk
let supervisor: SignedIn
let head: SignedIn
let editor: SignedIn
let itemId: string
let seen = 0

beforeAll(async () => {
  web = await sceneDesk('cleanup-refused', cleanupRoutes, dataDir)
  ;({ deps, scene } = web)
  supervisor = await scene.signIn('supervisor')
  head = await scene.signIn('office_head')
  editor = await scene.signIn('unit_editor', { unit: '临湖区水务局' })
  await freezeProposals(deps, supervisor.actor, { districtId: sceneDistrict, asOf: civilDate(asOf) })
  const { id } = await deps.db.selectFrom('cleanup_item').select('id').orderBy('id').executeTakeFirstOrThrow()
  itemId = id
})
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))
beforeEach(async () => {
  seen = (await refusals()).length
})

const refusals = () =>
  deps.db
    .selectFrom('trail_event')
    .select(['action', 'actor_id as by', 'subject_id as of', 'after'])
    .where('action', 'like', '%.refused')
    .orderBy('seq')
    .execute()
const kept = async () => (await refusals()).slice(seen)
const post = (path: string, fields: Record<string, string>, who: SignedIn) =>
  web.app.request(path, {
    method: 'POST',
    headers: who.headers,
    body: new URLSearchParams({ _csrf: who.csrf, version: '1', ...fields }),
  })
const text = async (path: string, who: SignedIn) => (await web.app.request(path, { headers: who.headers })).text()
const itemIs = (state: ItemState, more: Record<string, unknown> = {}) =>
  deps.db
    .updateTable('cleanup_item')
    .set({ state, version: 1, ...more })
    .where('id', '=', itemId)
    .execute()
const onItem = (by: SignedIn, refusal: string, attempted: string) => [
  { action: 'cleanup-item.refused', by: by.id, of: itemId, after: { refusal, attempted } },
]

describe('the trail of a clean-up item keeps', () => {
  it('a step out of turn, once a day, in words on its page', async () => {
    await itemIs('proposed')
    for (let times = 0; times < 2; times++)
      expect((await post(`/cleanup/${itemId}/verify`, {}, supervisor)).status).toBe(409)
    expect(await kept()).toEqual(onItem(supervisor, 'cleanup.action-not-allowed', 'cleanup.verify'))
    expect(await text(`/cleanup/${itemId}`, supervisor)).toMatch(
      /清理事项：未予办理<\/b>\s*<span>\s*核验清理事项：当前状态不能办理/,
    )
  })

  it('who would decide what the own hand put up, also out of an order over many rows', async () => {
    await itemIs('proposed', { proposed_by: head.id })
    const decision = { disposition: 'rectify', reason: '更新慢', dueOn: '2026-11-30' }
    expect((await post(`/cleanup/${itemId}/decide`, decision, head)).status).toBe(409)
    expect(await kept()).toEqual(onItem(head, 'access.maker-is-checker', 'cleanup.decide'))
    await deps.db
      .updateTable('cleanup_item')
      .set({ proposed_by: supervisor.id, unit_said_by: head.id })
      .where('id', '=', itemId)
      .execute()
    const second = await scene.signIn('office_head')
    await itemIs('proposed', { proposed_by: second.id, unit_said_by: null })
    const order = { action: 'decide', row: `${itemId}:1`, ...decision }
    expect(await (await post('/cleanup/bulk/run', order, second)).text()).toContain('经办人不能复核')
    expect((await kept()).slice(1)).toEqual(onItem(second, 'access.maker-is-checker', 'cleanup.decide'))
  })

  it('the form of another unit and the step that somebody may not take, and not who looked for it', async () => {
    const stranger = await scene.signIn('unit_editor', { unit: '临湖区教育局' })
    const own = await deps.db.selectFrom('cleanup_item').select('unit_id').where('id', '=', itemId).executeTakeFirst()
    const other = own?.unit_id === stranger.actor.unitId ? editor : stranger
    expect((await web.app.request(`/cleanup/${itemId}`, { headers: other.headers })).status).toBe(404)
    expect(await kept()).toEqual([])
    expect((await post(`/cleanup/${itemId}/confirm`, { disposition: 'keep' }, other)).status).toBe(403)
    expect((await post(`/cleanup/${itemId}/verify`, {}, other)).status).toBe(403)
    expect(await kept()).toEqual([
      ...onItem(other, 'access.denied', 'cleanup.confirm'),
      ...onItem(other, 'access.denied', 'cleanup.verify'),
    ])
  })

  it('no slip of who decides', async () => {
    await itemIs('proposed', { proposed_by: supervisor.id })
    expect((await post(`/cleanup/${itemId}/decide`, { disposition: 'rectify', reason: 'x' }, head)).status).toBe(422)
    expect(await kept()).toEqual([])
  })
})

describe('the trail of a closing and of a sheet keeps', () => {
  it('a step of a closing out of turn', async () => {
    const item = await deps.db
      .selectFrom('cleanup_item')
      .select(['account_id', 'unit_id'])
      .where('id', '=', itemId)
      .executeTakeFirstOrThrow()
    const id = deps.ids.next()
    const at = deps.clock.now()
    await deps.db
      .insertInto('closing')
      .values({
        district_id: sceneDistrict,
        id,
        ...item,
        state: 'requested',
        cases_since: at,
        begun_by: head.id,
        begun_at: at,
      })
      .execute()
    expect((await post(`/closings/${id}/verify`, {}, supervisor)).status).toBe(409)
    const after = { refusal: 'closing.action-not-allowed', attempted: 'closing.verify' }
    expect(await kept()).toEqual([{ action: 'closing.refused', by: supervisor.id, of: id, after }])
  })

  it('who would confirm the sheet that the own hand made', async () => {
    await itemIs('proposed', { proposed_by: supervisor.id, unit_said_by: null })
    const decision = { disposition: 'rectify', reason: '更新慢', dueOn: '2026-11-30' }
    expect((await post(`/cleanup/${itemId}/decide`, decision, head)).status).toBe(303)
    const address = (await post('/cleanup/sheets', { asOf }, head)).headers.get('location') ?? ''
    const id = address.split('/').at(-1)
    const again = { refusal: 'sheet.action-not-allowed', attempted: 'sheet.confirm' }
    const seenOnPaper = { signed: 'yes', sealed: 'yes', matches: 'yes' }
    expect((await post(`${address}/confirm`, seenOnPaper, head)).status).toBe(409)
    await deps.db.updateTable('decision_sheet').set({ state: 'scanned' }).execute()
    expect((await post(`${address}/confirm`, seenOnPaper, head)).status).toBe(409)
    const maker = { refusal: 'access.maker-is-checker', attempted: 'sheet.confirm' }
    expect(await kept()).toEqual(
      [again, maker].map((after) => ({ action: 'decision-sheet.refused', by: head.id, of: id, after })),
    )
  })
})
