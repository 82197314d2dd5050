import { beforeEach, describe, expect, it } from 'vitest'
import { type AskedDistrict, askedDistrict } from '../../tests/support/asked-district.ts'
import { office, opening } from '../../tests/support/case-office.ts'
import { filingAlone, pagesOf } from '../../tests/support/pages.ts'
import { openSession, type SignedIn } from '../../tests/support/scene.ts'
import { keepRefusal } from '../trail/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import { filingRecordWords } from './record-words.ts'

let place: AskedDistrict
let web: ReturnType<typeof pagesOf>
let stranger: SignedIn
let editor: SignedIn
let acceptor: SignedIn
let head: SignedIn
let at: string

beforeEach(async () => {
  place = await askedDistrict()
  await place.handedIn()
  const units = { own: place.unitId, other: await place.unit('临湖区教育局') }
  stranger = await openSession(place.start, { units }, 'unit_editor', { unit: 'other' })
  editor = await openSession(place.start, { units }, 'unit_editor', { unit: 'own' })
  acceptor = await openSession(place.start, { units }, 'acceptor', {})
  head = await openSession(place.start, { units }, 'office_head', {})
  web = pagesOf(place.start, filingAlone, filingRecordWords)
  at = `/filing/returns/${place.returnId}`
})

const kept = () =>
  place.deps.db
    .selectFrom('trail_event')
    .select(['action', 'actor_id as by', 'subject_id as of', 'after'])
    .where('action', 'like', '%.refused')
    .orderBy('seq')
    .execute()
const version = async () => ({ version: String((await place.now()).version) })
const onReturn = (by: SignedIn, refusal: string, attempted: string) => [
  { action: 'return.refused', by: by.id, of: place.returnId, after: { refusal, attempted } },
]

describe('the trail of a return keeps', () => {
  it('the form that another unit sent to it, and not that it was looked for', async () => {
    expect((await web.get(at, stranger)).status).toBe(404)
    expect(await kept()).toEqual([])
    const answer = await web.post(`${at}/submit`, await version(), stranger)
    expect(answer.status).toBe(403)
    expect(await kept()).toEqual(onReturn(stranger, 'access.denied', 'filing.fill'))
  })

  it('the step that somebody may not take', async () => {
    expect((await web.post(`${at}/check/accept`, await version(), editor)).status).toBe(403)
    expect(await kept()).toEqual(onReturn(editor, 'access.denied', 'filing.accept'))
  })

  it('who would decide what passed through the own hands, in words on its page', async () => {
    await place.deps.db
      .updateTable('filing_return')
      .set({ handled_by: [acceptor.id] })
      .execute()
    const answer = await web.post(`${at}/check/accept`, await version(), acceptor)
    expect(answer.status).toBe(409)
    expect(await kept()).toEqual(onReturn(acceptor, 'access.maker-is-checker', 'accept'))
    const page = await (await web.get(at, acceptor)).text()
    expect(page).toMatch(/报送：未予办理<\/b>\s*<span>\s*受理：经办人不能复核/)
  })
})

describe('the trail of a case and of a campaign keeps', () => {
  it('a 受理 that is refused because of who signed', async () => {
    const own = await office('open', opening)
    for (const step of ['print', 'upload', 'submit'] as const) await own[step]()
    await own.check({ signedBy: 'other' })
    await expect(own.accept()).rejects.toMatchObject({ code: 'paper.signature-wrong-role' })
    const after = { refusal: 'paper.signature-wrong-role', attempted: 'accept' }
    expect(await kept()).toEqual([{ action: 'case.refused', by: 'user:acceptor', of: own.caseId, after }])
  })

  it('who would approve what was drafted by the own hand', async () => {
    const { id, ...campaign } = place.campaign
    await place.deps.db
      .updateTable('filing_campaign')
      .set({ state: 'draft', handled_by: [head.id] })
      .execute()
    const answer = await web.post(`/filing/campaigns/${id}/open`, { version: String(campaign.version) }, head)
    expect(answer.status).toBe(409)
    const after = { refusal: 'access.maker-is-checker', attempted: 'approve' }
    expect(await kept()).toEqual([{ action: 'campaign.refused', by: head.id, of: id, after }])
  })
})

describe('nobody floods the trail', () => {
  it('by trying the same again: it is kept once a day', async () => {
    for (let times = 0; times < 3; times++) await web.post(`${at}/check/accept`, await version(), editor)
    expect(await kept()).toHaveLength(1)
    const { districtId } = editor.actor
    const attempt = {
      districtId: districtId!,
      actor: editor.actor,
      subject: { kind: 'return', id: place.returnId },
      attempted: 'filing.accept',
    }
    const again = (moment: string) =>
      keepRefusal(place.at(moment), attempt, refuse('access.denied', { action: '受理报送' }))
    await again('2026-06-16T15:59:00.000Z')
    expect(await kept()).toHaveLength(1)
    await again('2026-06-16T16:00:00.000Z')
    expect(await kept()).toHaveLength(2)
    await Promise.all(Array.from({ length: 4 }, () => again('2026-06-18T01:00:00.000Z')))
    expect(await kept()).toHaveLength(3)
  })

  it('with ids that name nothing: they are kept once, as the person’s', async () => {
    for (const id of ['00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-8000-00000000000b', 'x'])
      expect((await web.post(`/filing/returns/${id}/check/accept`, { version: '1' }, editor)).status).toBe(403)
    const after = { refusal: 'access.denied', attempted: 'filing.accept' }
    expect(await kept()).toEqual([{ action: 'user.refused', by: editor.id, of: editor.id, after }])
  })

  it('and no word that was typed reaches it', async () => {
    const typed = { ...(await version()), others: '许静言13800001111', until: '2026-06-21' }
    await place.deps.db.updateTable('filing_return').set({ state: 'accepted' }).execute()
    expect((await web.post(`${at}/check/back`, typed, acceptor)).status).toBe(409)
    expect(await kept()).toEqual(onReturn(acceptor, 'return.action-not-allowed', 'send-back'))
  })
})
