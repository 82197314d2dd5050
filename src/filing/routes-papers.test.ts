import { afterAll, describe, expect, it } from 'vitest'
import { docxPart, openPdf, pdfPage, squeezed } from '../../tests/golden/papers/read-paper.ts'
import { askedDistrict, blank } from '../../tests/support/asked-district.ts'
import { office, opening } from '../../tests/support/case-office.ts'
import { filingAlone, pagesOf } from '../../tests/support/pages.ts'
import { openSession, type SignedIn } from '../../tests/support/scene.ts'
import type { Deps, Role } from '../access/index.ts'
import { addMs, fixedClock } from '../calendar/index.ts'
import { stopPress } from '../documents/index.ts'
import { papersOf } from './returns/content.ts'

afterAll(stopPress)

const taken = async (deps: Deps) =>
  deps.db
    .selectFrom('trail_event')
    .select(['action', 'actor_id as by', 'subject_id as of', 'after'])
    .where('action', 'like', '%.paper-taken')
    .orderBy('seq')
    .execute()

async function desk(deps: Deps, unitId: string) {
  const signIn = (role: Role, unit?: 'unit') =>
    openSession(deps, { units: { unit: unitId } }, role, { ...(unit && { unit }), name: `某${role}` })
  return { ...pagesOf(deps, filingAlone), signIn, editor: await signIn('unit_editor', 'unit') }
}

describe('a printed paper with whole phone numbers', () => {
  it('of a return says in its foot who took it and when, in both formats, and the trail says so too', async () => {
    const place = await askedDistrict()
    await place.whole()
    await place.print()
    const { get, editor } = await desk(place.start, place.unitId)
    const at = `/filing/returns/${place.returnId}/papers`
    const [paper] = papersOf(await place.printed())
    const pdf = new Uint8Array(
      await (await get(`${at}/pdf?paper=${encodeURIComponent(paper!.key)}`, editor)).arrayBuffer(),
    )
    const docx = new Uint8Array(await (await get(`${at}/docx`, editor)).arrayBuffer())
    const line = squeezed('2026-06-16 09:00 下载　含个人信息')
    const page = await pdfPage(await openPdf(pdf), 1)
    expect(squeezed(page.map(({ text }) => text).join(''))).toContain(line)
    expect(squeezed(docxPart(docx, 'word/footer1.xml').replaceAll(/<[^>]+>/g, ''))).toContain(line)
    const of = { action: 'return.paper-taken', by: editor.id, of: place.returnId }
    expect(await taken(place.start)).toEqual([
      { ...of, after: { print: 1, paper: paper!.key, format: 'pdf' } },
      { ...of, after: { print: 1, format: 'docx' } },
    ])
  })

  it('takes no more pages for the line in its foot', async () => {
    const place = await askedDistrict()
    await place.whole()
    await place.print()
    const { get, editor } = await desk(place.start, place.unitId)
    const pdf = await (await get(`/filing/returns/${place.returnId}/papers/pdf`, editor)).arrayBuffer()
    expect((await openPdf(new Uint8Array(pdf))).numPages).toBe(papersOf(await place.printed()).length)
  })

  it('of a case is handed to its unit and to who may see whole numbers, and is offered to nobody else', async () => {
    const place = await office('open', opening)
    await place.print()
    const { get, signIn, editor } = await desk(place.deps, place.unitId)
    const at = `/cases/${place.caseId}`
    const examiner = await signIn('examiner')
    const head = await signIn('office_head')
    expect((await get(`${at}/paper/pdf`, examiner)).status).toBe(403)
    expect(await (await get(at, examiner)).text()).not.toContain(`${at}/paper/pdf`)
    for (const who of [editor, head]) {
      expect(await (await get(at, who)).text()).toContain(`${at}/paper/pdf`)
      expect((await get(`${at}/paper/pdf`, who)).status).toBe(200)
    }
    const of = { action: 'case.paper-taken', of: place.caseId, after: { print: 1, format: 'pdf' } }
    expect(await taken(place.deps)).toEqual([
      { ...of, by: editor.id },
      { ...of, by: head.id },
    ])
  })

  it.each(['unit_principal', 'unit_deputy'] as const)(
    'of a return is handed to the %s of its unit, of no other',
    async (role) => {
      const place = await askedDistrict()
      await place.whole()
      await place.print()
      const { get, signIn } = await desk(place.start, place.unitId)
      const leader = await signIn(role, 'unit')
      const at = `/filing/returns/${place.returnId}`
      expect(await (await get(at, leader)).text()).toContain(`${at}/papers/pdf`)
      expect((await get(`${at}/papers/pdf`, leader)).status).toBe(200)
      const other = await openSession(place.start, { units: { other: await place.unit('临湖区农业局') } }, role, {
        unit: 'other',
        name: '另一单位',
      })
      expect((await get(`${at}/papers/pdf`, other)).status).toBe(404)
      expect(await taken(place.start)).toHaveLength(1)
    },
  )

  it('of a return is neither offered nor handed to who only reads', async () => {
    const place = await askedDistrict()
    await place.whole()
    await place.print()
    const { get, signIn } = await desk(place.start, place.unitId)
    const auditor = await signIn('auditor')
    const at = `/filing/returns/${place.returnId}`
    expect(await (await get(at, auditor)).text()).not.toContain('/papers/')
    expect((await get(`${at}/papers/pdf`, auditor)).status).toBe(403)
    expect(await taken(place.start)).toEqual([])
  })
})

describe('a look at the scan of a paper', () => {
  const looks = async (deps: Deps) =>
    deps.db
      .selectFrom('trail_event')
      .select(['action', 'actor_id as by', 'subject_id as of', 'after'])
      .where('action', 'like', '%.scan-seen')
      .orderBy('seq')
      .execute()

  it('is kept for each person and scan, once an hour however many pages are turned', async () => {
    const place = await office('open', opening)
    await place.print()
    await place.upload()
    await place.submit()
    const { get, signIn, editor } = await desk(place.deps, place.unitId)
    const [auditor, acceptor] = [await signIn('auditor'), await signIn('acceptor')]
    const { id: scan } = await place.deps.db.selectFrom('filing_case_scan').select('id').executeTakeFirstOrThrow()
    const at = `/cases/${place.caseId}/scans/${scan}`
    expect((await get(`${at}/1`, auditor)).status).toBe(403)
    expect((await get(`${at}/9`, acceptor)).status).toBe(404)
    expect(await looks(place.deps)).toEqual([])
    for (const who of [editor, acceptor, acceptor, editor]) expect((await get(`${at}/1`, who)).status).toBe(200)
    const of = { action: 'case.scan-seen', of: place.caseId, after: { scan } }
    const once = [
      { ...of, by: editor.id },
      { ...of, by: acceptor.id },
    ]
    expect(await looks(place.deps)).toEqual(once)
    const later = { ...place.deps, wall: fixedClock(addMs(place.deps.wall.now(), 3_600_001)) }
    // Who turned pages all the while is not idle.
    await later.db.updateTable('session').set({ last_seen_at: later.wall.now() }).execute()
    expect((await pagesOf(later, filingAlone).get(`${at}/1`, acceptor)).status).toBe(200)
    expect(await looks(place.deps)).toEqual([...once, { ...of, by: acceptor.id }])
  })
})

describe('the contact of a case', () => {
  it('is masked as on the page of an account, and shown once to who asks for it, which is kept', async () => {
    const place = await office('open', opening)
    await place.print()
    await place.upload()
    await place.submit()
    const { get, post, signIn, editor } = await desk(place.deps, place.unitId)
    const at = `/cases/${place.caseId}`
    const [auditor, acceptor] = [await signIn('auditor'), await signIn('acceptor')]
    const textOf = async (who: SignedIn) => (await get(at, who)).text()
    for (const who of [auditor, acceptor]) {
      const page = await textOf(who)
      expect(page).toContain('138****1111')
      expect(page).not.toContain('13800001111')
      expect(page.includes('查看许静言的完整号码')).toBe(who === acceptor)
    }
    expect(await textOf(editor)).toContain('13800001111')
    const looks = () =>
      place.deps.db
        .selectFrom('trail_event')
        .select(['actor_id as by', 'subject_id as of'])
        .where('action', '=', 'case.contact-revealed')
        .execute()
    expect((await post(`${at}/reveal`, {}, auditor)).status).toBe(403)
    expect(await looks()).toEqual([])
    const shown = await post(`${at}/reveal`, {}, acceptor)
    expect([shown.status, await shown.text()]).toEqual([200, expect.stringContaining('13800001111')])
    expect(await looks()).toEqual([{ by: acceptor.id, of: place.caseId }])
    expect(await textOf(acceptor)).not.toContain('13800001111')
  })
})

describe('the draft of a case', () => {
  it('shows the number masked to who enters for the unit, and keeps it where that comes back', async () => {
    const place = await office('open', opening)
    const { get, post, signIn, editor } = await desk(place.deps, place.unitId)
    const supervisor = await signIn('supervisor')
    const at = `/cases/${place.caseId}`
    const page = async (who: SignedIn) => (await get(at, who)).text()
    expect(await page(editor)).toContain('value="13800001111"')
    expect(await page(supervisor)).toContain('value="138****1111"')
    expect(await page(supervisor)).not.toContain('13800001111')
    const fill = async (contactPhone: string) => {
      const { answers, version } = await place.now()
      const sent = { ...answers, contactPhone, reason: '代录', version: String(version) }
      expect((await post(`${at}/fill`, sent, supervisor)).status).toBe(303)
      return (await place.now()).answers
    }
    expect(await fill('138****1111')).toMatchObject({ contactPhone: '13800001111', reason: '代录' })
    expect(await fill('13900002222')).toMatchObject({ contactPhone: '13900002222' })
    expect(await fill('138****1111')).toMatchObject({ contactPhone: '138****1111' })
  })
})

describe('a scan of a return that is put aside', () => {
  it('can still be looked at with the reason, and what was typed stays where it is refused', async () => {
    const place = await askedDistrict()
    await place.whole()
    await place.print()
    const { scanId } = await place.scan()
    const { get, post, editor } = await desk(place.start, place.unitId)
    const at = `/filing/returns/${place.returnId}`
    const put = (version: number, reason: string) =>
      post(`${at}/scans/${scanId}/put-aside`, { version: String(version), reason }, editor)
    const { version } = await place.now()
    const late = await put(version - 1, '缺第二页')
    expect([late.status, await late.text()]).toEqual([409, expect.stringMatching(/<details open[^]*缺第二页/)])
    expect((await put(version, '缺第二页')).status).toBe(303)
    expect(await (await get(at, editor)).text()).toMatch(/已撤下的扫描件[^]*撤下理由：缺第二页/)
    expect((await get(`${at}/scans/${scanId}/1`, editor)).status).toBe(200)
  })
})

describe('a 回执 of a case', () => {
  it('is handed to who may see the papers, and who looked is kept once an hour', async () => {
    const place = await office('open', opening)
    await place.approved()
    await place.execute()
    await place.report({ receipt: { name: '回执.png', bytes: blank } })
    const { get, editor, signIn } = await desk(place.deps, place.unitId)
    const entry = await place.deps.db.selectFrom('national_report').select('id').executeTakeFirstOrThrow()
    const at = `/cases/${place.caseId}/receipts/${entry.id}`
    expect((await get(at, await signIn('auditor'))).status).toBe(403)
    for (let look = 0; look < 2; look++) expect((await get(at, editor)).status).toBe(200)
    const looks = await place.deps.db
      .selectFrom('trail_event')
      .select(['actor_id as by', 'subject_id as of', 'after'])
      .where('action', '=', 'national.receipt-seen')
      .execute()
    expect(looks).toEqual([{ by: editor.id, of: place.caseId, after: { entry: entry.id } }])
  })
})
