import { describe, expect, it } from 'vitest'
import { office, opening } from '../../../tests/support/case-office.ts'
import { districtId } from '../../../tests/support/monitored-district.ts'
import { filingAlone, pagesOf } from '../../../tests/support/pages.ts'
import { openSession } from '../../../tests/support/scene.ts'
import { opinionsOf } from './records.ts'
import { caseScans, putCaseScanAside, scansAside } from './scans.ts'

async function scanned() {
  const place = await office('open', opening)
  await place.print()
  await place.upload()
  const scans = async () => caseScans(place.deps.db, districtId, await place.now())
  const aside = async () => scansAside(place.deps.db, districtId, await place.now())
  const [first] = await scans()
  return { ...place, scans, aside, id: first!.id }
}

describe('a scan of a case that was uploaded by mistake', () => {
  it('is put aside with a reason, another takes its place, and nothing is deleted', async () => {
    const place = await scanned()
    await place['put-aside']('漏扫一页')
    expect(await place.scans()).toEqual([])
    await expect(place.submit()).rejects.toMatchObject({ code: 'case.nothing-scanned' })
    await place.upload()
    expect((await place.scans()).map(({ id }) => id)).not.toContain(place.id)
    expect((await place.aside()).map(({ id }) => id)).toEqual([place.id])
    const said = await opinionsOf(place.deps.db, districtId, place.caseId)
    expect(said).toMatchObject([{ action: 'put-aside', opinion: '漏扫一页', givenBy: place.editor.id }])
    const trail = await place.deps.db
      .selectFrom('trail_event')
      .select('after')
      .where('action', '=', 'case.put-aside')
      .execute()
    expect(trail).toMatchObject([{ after: { scan: { id: place.id, replaced: true } } }])
    expect(JSON.stringify(trail)).not.toContain('漏扫一页')
    await place.submit()
  })

  it('is told where the same file comes twice, and where it is of an earlier printing it stays', async () => {
    const place = await scanned()
    await expect(place.upload()).rejects.toMatchObject({ code: 'scan.same-file', params: { other: '备案表.png' } })
    expect(await place.scans()).toHaveLength(1)
    await place.print()
    const late = { ...(await place.here()), scanId: place.id, reason: '传错' }
    await expect(putCaseScanAside(place.deps, place.editor, late)).rejects.toMatchObject({ code: 'record.not-found' })
    await place.upload()
    await place.submit()
  })

  it.each(['back', 'disagree'] as const)(
    'goes with a case that goes %s, and the same file may come again',
    async (step) => {
      const place = await scanned()
      await place.submit()
      if (step === 'disagree') for (const done of ['check', 'accept'] as const) await place[done]()
      await place[step]()
      expect(await place.scans()).toEqual([])
      expect(await place.aside()).toMatchObject([{ id: place.id, sentBackAt: expect.any(String) }])
      await place.upload()
      expect((await place.scans()).map(({ id }) => id)).not.toContain(place.id)
      await place.submit()
    },
  )

  it('stays where the reason is missing, where it is none of this case, and once the case is handed in', async () => {
    const place = await scanned()
    await expect(place['put-aside'](' ')).rejects.toMatchObject({ code: 'case.opinion-required' })
    await place['put-aside']()
    await place.upload()
    await place.submit()
    await expect(place['put-aside']()).rejects.toMatchObject({ code: 'case.action-not-allowed' })
    expect(await place.scans()).toHaveLength(1)
  })

  it('is put aside on its page, where it can still be looked at, and what was typed stays when it is refused', async () => {
    const place = await scanned()
    const units = { own: place.unitId }
    const editor = await openSession(place.deps, { units }, 'unit_editor', { unit: 'own' })
    const { get, post } = pagesOf(place.deps, filingAlone)
    const at = `/cases/${place.caseId}`
    const put = (version: number, reason: string) =>
      post(`${at}/scans/${place.id}/put-aside`, { version: String(version), scanId: place.id, reason }, editor)
    const { version } = await place.now()
    const late = await put(version - 1, '缺第二页')
    expect([late.status, await late.text()]).toEqual([409, expect.stringMatching(/<details open[^]*缺第二页/)])
    expect((await put(version, '缺第二页')).status).toBe(303)
    const page = await (await get(at, editor)).text()
    expect(page).toContain('已撤下，留存备查')
    expect(page).toContain('撤下扫描件')
    expect(page).toContain('缺第二页')
    expect((await get(`${at}/scans/${place.id}/1`, editor)).status).toBe(200)
    expect((await get(`${at}/scans/${place.caseId}/1`, editor)).status).toBe(404)
  })
})
