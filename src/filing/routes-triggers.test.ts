import { beforeAll, describe, expect, it } from 'vitest'
import { type SceneDesk, sceneDesk } from '../../tests/support/pages.ts'
import { type Scene, sceneDistrict, type SignedIn } from '../../tests/support/scene.ts'
import type { Deps } from '../access/index.ts'
import { inTransaction } from '../database/index.ts'
import { pageSize } from '../web/index.ts'
import { triggerRoutes } from './routes-triggers.tsx'
import { raiseTrigger } from './triggers/index.ts'

let deps: Deps
let scene: Scene
let head: SignedIn
let web: SceneDesk

beforeAll(async () => {
  web = await sceneDesk('clues', triggerRoutes)
  deps = web.deps
  scene = web.scene
  const supervisor = await scene.signIn('supervisor')
  head = await scene.signIn('office_head')
  await inTransaction(deps.db, async (tx) => {
    for (let at = 0; at < pageSize + 2; at += 1)
      await raiseTrigger(tx, deps, supervisor.actor, {
        districtId: sceneDistrict,
        rule: 'F-01',
        unitId: scene.units['临湖区水务局'] ?? '',
        accountId: null,
        subject: { kind: 'found-account', id: String(at) },
        facts: {},
      })
  })
})

const actionsOn = (page: string) => [...page.matchAll(/action="(\/accountability\/[^"]+)"/g)].map(([, path]) => path!)
const text = async (path: string) => (await web.get(path, head)).text()
const decide = (path: string, fields: Record<string, string>) => web.post(path.replaceAll('&amp;', '&'), fields, head)

describe('a decision on a clue', () => {
  it('that is refused comes back on its page of the filtered list, in its own row alone', async () => {
    const shown = actionsOn(await text('/accountability?state=raised&page=2'))
    expect(shown).toHaveLength(2)
    const [path = ''] = shown
    const refused = await decide(path, { state: 'upheld', reason: '已约谈', version: '9' })
    expect(refused.status).toBe(409)
    const page = await refused.text()
    expect(actionsOn(page)).toEqual(shown)
    expect(page.match(/value="已约谈"/g)).toHaveLength(1)
    expect(page).toMatch(/<option value="raised" selected/)
    expect(page).toContain('href="/accountability?state=raised"')
  })

  it('that is taken leads back to the list as it was filtered', async () => {
    const [path = ''] = actionsOn(await text('/accountability?state=raised'))
    const taken = await decide(path, { state: 'dismissed', reason: '不属实', version: '1' })
    expect([taken.status, taken.headers.get('location')]).toEqual([303, '/accountability?state=raised'])
    const decided = await deps.db
      .selectFrom('trail_event')
      .select('after')
      .where('action', '=', 'trigger.dismissed')
      .executeTakeFirstOrThrow()
    expect(decided.after).toEqual({ state: 'dismissed', reasonDigest: expect.stringMatching(/^sm3:/) })
  })
})

describe('a clue that a person enters', () => {
  it('comes back as it was typed when something is missing, and stands in the list when it is whole', async () => {
    const unitId = scene.units['临湖区水务局'] ?? ''
    expect(await text('/accountability')).toContain('href="/accountability/new"')
    expect(await text('/accountability/new')).toContain(unitId)
    expect(await text(`/accountability/new?unitId=${unitId}`)).toContain('F-16 疑似购买粉丝')
    const fields = {
      unitId,
      rule: 'F-16',
      happenedOn: '2026-06-01',
      words: '粉丝一夜增加三万，13812345678反映',
      source: '巡查发现',
    }
    const refused = await web.post('/accountability/new', fields, head)
    expect(refused.status).toBe(422)
    const page = await refused.text()
    for (const words of ['没有证据', '粉丝一夜增加三万', 'value="巡查发现"']) expect(page).toContain(words)
    const taken = await web.post('/accountability/new', { ...fields, link: 'https://example.invalid/' }, head)
    expect(taken.headers.get('location')).toBe('/accountability?state=raised')
    const list = await text('/accountability?rule=F-16')
    expect(list).toContain('人工登记：粉丝一夜增加三万，138****5678反映')
    expect(list).toContain('href="https://example.invalid/"')
    expect((await web.get('/accountability/new', await scene.signIn('examiner'))).status).toBe(403)
  })
})
