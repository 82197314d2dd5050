import { createCanvas, loadImage } from '@napi-rs/canvas'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  acceptor,
  askedDistrict as district,
  type AskedDistrict as District,
  blank,
} from '../../../tests/support/asked-district.ts'
import { districtId } from '../../../tests/support/monitored-district.ts'
import { qrPng } from '../../files/index.ts'
import { codeText } from '../forms/index.ts'
import { nextReturnState, type ReturnAction, type ReturnState } from '../model.ts'
import { timeliness } from '../rules.ts'
import { checkPapers, defectsFound } from './check.ts'
import { hashedPapers, paperHash, papersOf } from './content.ts'
import { putScanAside } from './hand-in.ts'
import { scansAside, scansOf, scansSentBack } from './scans.ts'
import { readPrint } from './print.ts'

async function photoOf(text: string, width = 900): Promise<Uint8Array> {
  const canvas = createCanvas(width, 1200)
  const pen = canvas.getContext('2d')
  pen.fillStyle = '#fff'
  pen.fillRect(0, 0, width, 1200)
  pen.drawImage(await loadImage(Buffer.from(await qrPng(text))), 600, 900, 180, 180)
  return canvas.encode('jpeg', 70)
}

const refusedOf = (place: District) =>
  place.deps.db
    .selectFrom('trail_event')
    .select(['actor_id as by', 'subject_id as of', 'after'])
    .where('action', '=', 'return.refused')
    .orderBy('seq')
    .execute()
const keptOf = async (place: District) => (await refusedOf(place)).map(({ after }) => after)

describe('the scan', () => {
  const code = (returnId: string, printNumber: number, hash = '0123456789abcdef') =>
    codeText({ form: 'annex2', version: '2019', returnId, printNumber, hash })
  const annex2Hash = async (place: District) => {
    const content = await place.printed()
    return paperHash(
      content,
      papersOf(content).find(({ form }) => form === 'annex2')!,
    )
  }

  it('is taken when its code is of this printing', async () => {
    const place = await district()
    await place.whole()
    await place.print()
    const bytes = await photoOf(code(place.returnId, 1, await annex2Hash(place)))
    expect(await place.scan(bytes)).toMatchObject({ codes: 1 })
    expect(await scansOf(place.deps.db, districtId, await place.now())).toHaveLength(1)
  })

  it('is refused when it is another unit’s, or of an older version, and nothing is kept', async () => {
    const place = await district()
    await place.whole()
    await place.print()
    await place.fillIn({ followers: '8500' })
    await place.print()
    const files = await place.count('stored_file')
    await expect(place.scan(await photoOf(code('00000009-0000-7000-8000-000000000009', 2)))).rejects.toMatchObject({
      code: 'scan.other-form',
    })
    await expect(place.scan(await photoOf(code(place.returnId, 1)))).rejects.toMatchObject({
      code: 'scan.older-version',
      params: { found: 1, wanted: 2 },
    })
    expect(await place.count('stored_file')).toBe(files)
    const kept = { by: place.editor.id, of: place.returnId }
    expect(await refusedOf(place)).toEqual([
      { ...kept, after: { refusal: 'scan.other-form', attempted: 'upload' } },
      { ...kept, after: { refusal: 'scan.older-version', attempted: 'upload' } },
    ])
  })

  it('is refused when its code names other words than those that were printed', async () => {
    const place = await district()
    await place.whole()
    await place.print()
    await expect(place.scan(await photoOf(code(place.returnId, 1)))).rejects.toMatchObject({
      code: 'scan.other-content',
    })
    expect(await keptOf(place)).toEqual([{ refusal: 'scan.other-content', attempted: 'upload' }])
  })

  it('that can’t be read leaves no trace: a mistake is no attempt', async () => {
    const place = await district()
    await place.whole()
    await place.print()
    const before = await place.count('trail_event')
    await expect(place.scan(new Uint8Array(0))).rejects.toMatchObject({ status: 422 })
    await expect(place.scan(new TextEncoder().encode('不是扫描件'))).rejects.toThrow()
    expect(await place.count('trail_event')).toBe(before)
  })

  it('of an earlier printing does not count for a later one', async () => {
    const place = await district()
    await place.whole()
    await place.print()
    await place.scan()
    await place.print()
    await expect(place.submit()).rejects.toMatchObject({ code: 'return.nothing-scanned' })
  })
})

describe('papers on their pages', () => {
  /** Two papers were printed; `codeOf` is what stands in the foot of each. */
  const printed = async () => {
    const place = await district()
    await place.whole()
    await place.print()
    const papers = hashedPapers(await place.printed())
    const codeOf = (form: string) => {
      const { hash } = papers.find((paper) => paper.form === form)!
      return codeText({ form, version: '2026', returnId: place.returnId, printNumber: 1, hash })
    }
    return { place, codeOf }
  }
  const checkAll = async (place: District, at: { scanId: string; page: number } | undefined) => {
    const checks = papersOf(await place.printed()).map(({ key }) => ({
      paper: key,
      signedBy: 'principal' as const,
      sealed: true,
      matches: true,
      ...(at && key === 'annex2' && { at }),
    }))
    return checkPapers(place.start, acceptor, { ...(await place.here()), checks })
  }

  it('are not handed in where every page is another paper’s', async () => {
    const { place, codeOf } = await printed()
    await place.scan(await photoOf(codeOf('annex1')))
    await place.scan(await photoOf(codeOf('annex1'), 910))
    await expect(place.submit()).rejects.toMatchObject({
      code: 'return.papers-not-scanned',
      params: { papers: expect.stringMatching(/^《附件2[^》]*》$/) },
    })
    await place.scan(await photoOf(codeOf('annex2')))
    await place.submit()
    await checkAll(place, undefined)
    await place.accept()
  })

  it('of which one has no code are accepted once somebody said on which page it is', async () => {
    const { place, codeOf } = await printed()
    await place.scan(await photoOf(codeOf('annex1')))
    await place.scan(blank)
    await place.submit()
    const [annex1, other] = await scansOf(place.deps.db, districtId, await place.now())
    await checkAll(place, undefined)
    await expect(place.accept()).rejects.toMatchObject({ code: 'return.paper-page-required' })
    // A page that carries another paper's code is no place for it.
    await expect(checkAll(place, { scanId: annex1!.id, page: 1 })).rejects.toMatchObject({ code: 'record.not-found' })
    await checkAll(place, { scanId: other!.id, page: 1 })
    await place.accept()
  })

  it('are told where the same file comes twice', async () => {
    const { place } = await printed()
    await place.scan(blank)
    await expect(place.scan(blank)).rejects.toMatchObject({ code: 'scan.same-file', params: { other: '扫描件.png' } })
    expect(await scansOf(place.deps.db, districtId, await place.now())).toHaveLength(1)
  })

  it('that were sent back stand for nothing any more, and the same file may come again', async () => {
    const { place } = await printed()
    await place.scan(blank)
    await place.submit()
    await place.back()
    expect(await scansOf(place.deps.db, districtId, await place.now())).toEqual([])
    expect(await scansSentBack(place.deps.db, districtId, await place.now())).toHaveLength(1)
    await place.scan(blank)
    await place.submit()
    expect(await scansOf(place.deps.db, districtId, await place.now())).toHaveLength(1)
  })
})

describe('a scan that was uploaded by mistake', () => {
  const scanned = async () => {
    const place = await district()
    await place.whole()
    await place.print()
    const { scanId } = await place.scan()
    const putAside = async (reason = '漏扫一页', id = scanId) =>
      putScanAside(place.start, place.editor, { ...(await place.here()), scanId: id, reason })
    const standing = async () => (await scansOf(place.deps.db, districtId, await place.now())).map(({ id }) => id)
    const aside = async () => scansAside(place.deps.db, districtId, await place.now())
    return { ...place, scanId, putAside, standing, aside }
  }

  it('is put aside with a reason that stands with it, and another takes its place', async () => {
    const place = await scanned()
    await expect(place.putAside('  ')).rejects.toMatchObject({ code: 'return.scan-reason-required' })
    expect(await place.standing()).toEqual([place.scanId])
    await place.putAside('许静言的电话露出')
    expect(await place.standing()).toEqual([])
    expect(await place.aside()).toMatchObject([{ id: place.scanId, reason: '许静言的电话露出' }])
    await expect(place.putAside()).rejects.toMatchObject({ code: 'record.not-found' })
    const trail = await place.deps.db
      .selectFrom('trail_event')
      .select('after')
      .where('action', '=', 'return.scan-put-aside')
      .execute()
    const scan = { id: place.scanId, replaced: true }
    expect(trail).toMatchObject([{ after: { scan, reasonDigest: expect.stringMatching(/^sm3:/) } }])
    expect(JSON.stringify(trail)).not.toContain('许静言')
    await expect(place.submit()).rejects.toMatchObject({ code: 'return.nothing-scanned' })
    await place.scan()
    await place.submit()
    await expect(place.putAside('再撤', (await place.standing())[0])).rejects.toMatchObject({
      code: 'return.action-not-allowed',
    })
  })

  it('is none that was sent back or is of an earlier printing: on those somebody has acted', async () => {
    const place = await scanned()
    await place.submit()
    await place.back()
    await expect(place.putAside()).rejects.toMatchObject({ code: 'return.action-not-allowed' })
    await place.scan()
    await expect(place.putAside()).rejects.toMatchObject({ code: 'record.not-found' })
    expect(await scansSentBack(place.deps.db, districtId, await place.now())).toHaveLength(1)
    const [second] = await place.standing()
    await place.print()
    await expect(place.putAside('传错', second)).rejects.toMatchObject({ code: 'record.not-found' })
    expect(await place.aside()).toEqual([])
  })
})

describe('受理', () => {
  it.each([
    [{ signedBy: 'nobody' }, 'paper.signature-missing'],
    [{ signedBy: 'other' }, 'paper.signature-wrong-role'],
    [{ sealed: false }, 'paper.seal-missing'],
    [{ matches: false }, 'paper.differs-from-print'],
  ])('refuses a paper that is %j', async (seen, refusal) => {
    const place = await district()
    await place.handedIn()
    await place.check(seen)
    await expect(place.accept()).rejects.toMatchObject({ code: refusal })
    expect((await place.now()).state).toBe('submitted')
    expect(await keptOf(place)).toEqual([{ refusal, attempted: 'accept' }])
  })

  it('refuses a paper that nobody looked at', async () => {
    const place = await district()
    await place.handedIn()
    await expect(place.accept()).rejects.toMatchObject({ code: 'paper.unchecked' })
    expect(await keptOf(place)).toEqual([])
  })

  it('sends back with all defects at once, and takes the mended return', async () => {
    const place = await district()
    await place.handedIn()
    const late = await place.now()
    await place.back()
    expect((await defectsFound(place.deps.db, districtId, late)).map(({ sentence }) => sentence)).toEqual([
      '附件1没有加盖单位公章',
      '联系电话少一位',
    ])
    expect(await place.now()).toMatchObject({ state: 'returned', mendUntil: '2026-06-21' })
    await place.scan()
    await place.submit('2026-06-25T01:00:00.000Z')
    // What was handed in first counts: mending does not make it late.
    expect(timeliness(place.campaign, await place.now(), place.start.clock.now()).state).toBe('in-time')
    await place.check()
    await place.accept()
  })

  it('looks anew at what is handed in anew, also of the same printing', async () => {
    const place = await district()
    await place.handedIn()
    await place.check()
    await place.back()
    await place.scan()
    await place.submit()
    await expect(place.accept()).rejects.toMatchObject({ code: 'paper.unchecked' })
    await place.check()
    await place.accept()
  })

  it('is final: what was accepted comes again only as a new printing', async () => {
    const place = await district()
    await place.handedIn()
    await place.check()
    await place.accept()
    const accepted = await readPrint(place.deps.db, place.deps.vault, districtId, {
      returnId: place.returnId,
      number: 1,
    })
    await expect(place.fillIn({ followers: '1' })).rejects.toMatchObject({ code: 'return.action-not-allowed' })
    const { printNumber } = await place.now()
    await place.reopen()
    const reopened = await place.now()
    expect(reopened).toMatchObject({ state: 'returned', mendUntil: '2026-07-10', acceptedPrint: printNumber })
    expect(await defectsFound(place.deps.db, districtId, reopened)).toMatchObject([{ sentence: '单位来函更正粉丝量' }])
    const signed = await scansOf(place.deps.db, districtId, reopened)
    await expect(place.scan(await photoOf('别的码'))).rejects.toMatchObject({ code: 'return.not-printed-anew' })
    expect(await scansOf(place.deps.db, districtId, reopened)).toEqual(signed)
    await place.fillIn({ followers: '9000' })
    await place.print()
    await place.scan()
    await place.submit()
    await place.check()
    await place.accept()
    expect(
      await readPrint(place.deps.db, place.deps.vault, districtId, { returnId: place.returnId, number: 1 }),
    ).toEqual(accepted)
    expect((await place.now()).acceptedPrint).toBe(2)
  })
})

describe('whatever people do, in whatever order', () => {
  const actions = ['choose', 'fillIn', 'print', 'scan', 'submit', 'check', 'back', 'accept', 'reopen'] as const
  const tableAction: Readonly<Record<(typeof actions)[number], ReturnAction>> = {
    choose: 'fill',
    fillIn: 'fill',
    print: 'print',
    scan: 'upload',
    submit: 'submit',
    check: 'check',
    back: 'send-back',
    accept: 'accept',
    reopen: 'reopen',
  }

  const eventsOf = async ({ deps }: District) =>
    (await deps.db.selectFrom('trail_event').select('action').orderBy('seq').execute()).map(({ action }) => action)

  async function walk(place: District, steps: readonly (typeof actions)[number][]) {
    for (const step of steps) {
      const before = (await place.now()).state
      const told = await eventsOf(place)
      const done = await place[step]().then(
        () => true,
        () => false,
      )
      const after: ReturnState = (await place.now()).state
      expect(after).toBe(done ? nextReturnState[before][tableAction[step]] : before)
      const more = (await eventsOf(place)).slice(told.length)
      // A step leaves its own event; what is refused, at most the one that says so.
      const own = more.filter((action) => action !== 'return.refused')
      expect(own.length > 0).toBe(done)
      expect(more.length - own.length).toBeLessThan(done ? 1 : 2)
    }
  }

  it('a return never reaches a state that the table does not allow, and what is refused changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...actions), { minLength: 6, maxLength: 14 }), async (steps) => {
        const place = await district()
        await place.choose()
        await place.reporter()
        await place.fillIn()
        await walk(place, steps)
      }),
      { numRuns: 12 },
    )
  }, 120_000)
})
