import { beforeEach, describe, expect, it } from 'vitest'
import { makeZip } from '../../tests/support/zip-writer.ts'
import { actorOf, districtId } from '../../tests/support/monitored-district.ts'
import { installationAbove, provinceCode, twoInstallations, upperActor } from '../../tests/support/two-installations.ts'
import type { Deps } from '../access/index.ts'
import { fixedClock, instant, instantFromLocal } from '../calendar/index.ts'
import { canonicalJson, latestEvents, systemChain } from '../trail/index.ts'
import { fingerprintOf, ownKey } from './keys.ts'
import { attachmentOf, packageMost, splitPackage, writePackage } from './package-format.ts'
import { importPackage } from './verbs/import-package.ts'
import { makeRequest, type RequestInput } from './verbs/make-request.ts'

const supervisor = actorOf('supervisor')
const upper = upperActor('upper_office')
let place: Awaited<ReturnType<typeof twoInstallations>>
let bytes: Uint8Array
const asked = (more: Partial<RequestInput> = {}): RequestInput => ({
  to: { code: districtId, name: '临湖区' },
  issuer: '某省政务管理服务局',
  title: '核查更新情况',
  asked: '请核查后反馈。',
  dueAt: instantFromLocal('2026-10-12 17:00')!,
  indicators: [],
  named: '',
  attached: [{ name: '通知.pdf', bytes: Buffer.from('%PDF-1.7 核查通知') }],
  ...more,
})
beforeEach(async () => {
  place = await twoInstallations()
  bytes = (await makeRequest(place.above, upper, asked())).bytes
})

const take = (what: Uint8Array, deps: Deps = place.below.deps) =>
  importPackage(deps, supervisor, { place: districtId, bytes: what })
const kept = async () =>
  (await place.below.deps.db.selectFrom('exchange_package').select('id').execute()).length +
  (await place.below.deps.db.selectFrom('superior_item').select('id').execute()).length

/** A package that says anything at all, signed by the key that is trusted. */
async function signed(
  change: (said: Record<string, unknown>) => void,
  attached: Uint8Array[] = [],
): Promise<Uint8Array> {
  const said = JSON.parse(splitPackage(bytes).said.toString('utf8')) as Record<string, unknown>
  said['files'] = []
  change(said)
  const { privateKey, raw } = await ownKey(place.above)
  return writePackage(
    { privateKey, fingerprint: fingerprintOf(provinceCode, raw) },
    Buffer.from(canonicalJson(said)),
    attached,
  )
}

describe('a package', () => {
  it('as it was made is taken in, once', async () => {
    await take(bytes)
    await expect(take(bytes)).rejects.toMatchObject({ code: 'exchange.seen-before' })
    expect(await kept()).toBe(1)
  })

  it('with any byte changed is refused by name, and leaves nothing but the refusal', async () => {
    // Every byte of the two lines that aren't signed themselves, and every seventh of the rest.
    const places = Array.from({ length: bytes.byteLength }, (_, at) => at).filter((at) => at < 190 || at % 7 === 0)
    for (const at of places) {
      const flipped = Uint8Array.from(bytes)
      flipped[at]! ^= 1 << (at % 8)
      const code = await take(flipped).then(
        () => 'taken in',
        (error: { code?: string }) => error.code,
      )
      expect(code, `byte ${at}`).toMatch(
        /^exchange\.(not-a-package|newer-format|key-unknown|signature-wrong|attachment-changed)$/,
      )
    }
    expect(await kept()).toBe(0)
    const events = await latestEvents(place.below.deps.db, districtId, { limit: 2000 })
    expect(events.filter(({ action }) => action === 'exchange.refused')).toHaveLength(places.length)
  })

  it('cut at any place, or with something behind its end, is refused', async () => {
    for (let end = 0; end < bytes.byteLength; end += 13)
      await expect(take(bytes.subarray(0, end)), `cut at ${end}`).rejects.toMatchObject({
        code: expect.stringMatching(/^exchange\./),
      })
    await expect(take(Buffer.concat([bytes, Buffer.from('x')]))).rejects.toMatchObject({
      code: 'exchange.attachment-changed',
    })
    expect(await kept()).toBe(0)
  })

  it('of a newer format is refused as that', async () => {
    const text = Buffer.from(bytes).toString('latin1').replace('GOVMEDIA-PACKAGE 1', 'GOVMEDIA-PACKAGE 2')
    await expect(take(Buffer.from(text, 'latin1'))).rejects.toMatchObject({ code: 'exchange.newer-format' })
  })

  it('signed by a stranger is refused', async () => {
    const stranger = await installationAbove('stranger')
    const foreign = await makeRequest(stranger.deps, upper, asked())
    await expect(take(foreign.bytes)).rejects.toMatchObject({ code: 'exchange.key-unknown' })
  })

  it('that is 30 days old is refused, and on the 30th day not yet', async () => {
    const on = (moment: string) => ({ ...place.below.deps, clock: fixedClock(instant(moment)) })
    await expect(take(bytes, on('2026-11-11T01:00:00.000Z'))).rejects.toMatchObject({ code: 'exchange.expired' })
    await expect(take(bytes, on('2026-11-11T00:59:00.000Z'))).resolves.toMatchObject({ kind: 'request' })
  })

  it('that was made after tomorrow is refused', async () => {
    const early = { ...place.below.deps, clock: fixedClock(instant('2026-10-10T01:00:00.000Z')) }
    await expect(take(bytes, early)).rejects.toMatchObject({ code: 'exchange.from-future' })
  })

  it('to another district is refused', async () => {
    const other = await makeRequest(place.above, upper, asked({ to: { code: '990107', name: '云溪区' } }))
    await expect(take(other.bytes)).rejects.toMatchObject({ code: 'exchange.not-addressed-here' })
  })

  it('larger than may be is refused before it is read', async () => {
    await expect(take(new Uint8Array(packageMost + 1))).rejects.toMatchObject({ code: 'exchange.too-large' })
    await expect(
      makeRequest(place.above, upper, asked({ attached: [{ name: '大.pdf', bytes: new Uint8Array(packageMost) }] })),
    ).rejects.toMatchObject({ code: 'exchange.too-large' })
  })

  it.each([
    ['nothing at all', ''],
    ['a workbook', 'PK\u0003\u0004'],
    ['lines without end', 'GOVMEDIA-PACKAGE 1\n'.padEnd(5000, 'x')],
  ])('that is %s is none', async (_what, text) => {
    await expect(take(Buffer.from(text, 'latin1'))).rejects.toMatchObject({ code: 'exchange.not-a-package' })
  })
})

describe('a package of the trusted key itself', () => {
  const name = (text: string) => (said: Record<string, unknown>) => {
    said['files'] = [attachmentOf({ name: text, bytes: Buffer.from('x') })]
  }
  it.each([
    ['../../etc/passwd'],
    ['..'],
    ['.ssh'],
    ['a/b.pdf'],
    ['a\\b.pdf'],
    ['C:b.pdf'],
    ['名\u0000.pdf'],
    ['名\u202Efdp.exe'],
    [''],
    ['长'.repeat(121)],
  ])('with an attachment called %j is refused', async (text) => {
    await expect(take(await signed(name(text), [Buffer.from('x')]))).rejects.toMatchObject({
      code: 'exchange.unreadable',
    })
    expect(await kept()).toBe(0)
  })

  it.each<[string, (said: Record<string, unknown>) => void]>([
    ['a field that nobody knows', (said) => (said['more'] = 1)],
    ['another kind', (said) => (said['kind'] = 'order')],
    ['a prototype for a field', (said) => (said['body'] = JSON.parse('{"__proto__":{"title":"x"}}'))],
    [
      'a hour that is none',
      (said) => ((said['body'] as Record<string, unknown>)['dueAt'] = '2026-13-45T99:00:00.000Z'),
    ],
    ['a title longer than a line', (said) => ((said['body'] as Record<string, unknown>)['title'] = '长'.repeat(81))],
  ])('with %s is refused', async (_what, change) => {
    await expect(take(await signed(change))).rejects.toMatchObject({ code: 'exchange.unreadable' })
  })

  it('that speaks for another office is refused', async () => {
    const other = await signed((said) => (said['from'] = { code: '980000', name: '别省' }))
    await expect(take(other)).rejects.toMatchObject({ code: 'exchange.other-sender' })
  })

  it('that sends figures down is refused', async () => {
    const figures = await signed((said) => {
      said['kind'] = 'figures'
      said['body'] = {
        figures: {
          ledger: { registered: 1, running: 1, filed: 1, unfiled: 0, filingUnknown: 0 },
          month: null,
          quarter: null,
          awaiting: 0,
          problems: 0,
          orders: { open: 0, late: 0 },
          report: null,
          circular: null,
        },
      }
    })
    await expect(take(figures)).rejects.toMatchObject({ code: 'exchange.wrong-direction' })
  })

  it('whose line nests ten thousand deep is refused', async () => {
    const { privateKey, raw } = await ownKey(place.above)
    const key = { privateKey, fingerprint: fingerprintOf(provinceCode, raw) }
    const deep = Buffer.from(`${'['.repeat(10_000)}${']'.repeat(10_000)}`)
    await expect(take(writePackage(key, deep, []))).rejects.toMatchObject({ code: 'exchange.unreadable' })
  })
})

describe('the mark of a state secret', () => {
  const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
  const word = (text: string) =>
    makeZip([
      { name: '[Content_Types].xml', data: '<Types/>' },
      {
        name: 'word/document.xml',
        data: `<w:document ${W}><w:body><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:body></w:document>`,
      },
    ])
  const filesOf = async ({ db }: Deps) => (await db.selectFrom('stored_file').select('id').execute()).length

  it('in an attachment keeps a package from being made, and of it nothing but that it was', async () => {
    const before = await filesOf(place.above)
    const made = makeRequest(place.above, upper, asked({ attached: [{ name: '通知.docx', bytes: word('机密★10年') }] }))
    await expect(made).rejects.toMatchObject({ code: 'secrecy.upload-stopped' })
    expect(await filesOf(place.above)).toBe(before)
    expect(await latestEvents(place.above.db, systemChain, { limit: 1 })).toMatchObject([{ action: 'secrecy.stopped' }])
    const words = makeRequest(place.above, upper, asked({ asked: '机密★10年\n请核查。' }))
    await expect(words).rejects.toMatchObject({ code: 'secrecy.upload-stopped' })
  })

  it('in an attachment or the words of a package that comes in stops it whole; without it the same is taken in', async () => {
    const carrying = (text: string) =>
      signed((said) => (said['files'] = [attachmentOf({ name: '通知.docx', bytes: word(text) })]), [word(text)])
    const refused = await take(await carrying('秘密★5年')).catch((error: Error & { code: string }) => error)
    expect(refused).toMatchObject({ code: 'secrecy.upload-stopped' })
    expect((refused as Error).message).toContain('数据包第1个附件带有国家秘密标志')
    const said = await signed((all) => (all['body'] = { ...(all['body'] as object), asked: '秘密★5年 请核查' }))
    await expect(take(said)).rejects.toMatchObject({ code: 'secrecy.upload-stopped' })
    expect([await kept(), await filesOf(place.below.deps)]).toEqual([0, 0])
    const { db } = place.below.deps
    const stops = await db.selectFrom('secrecy_stop').select(['number', 'source', 'place']).orderBy('number').execute()
    expect(stops).toEqual([1, 2].map((number) => ({ number, source: '上下级报送', place: null })))
    expect(await latestEvents(db, districtId, { limit: 4 })).toContainEqual(
      expect.objectContaining({
        action: 'exchange.refused',
        after: expect.objectContaining({ refusal: 'secrecy.upload-stopped' }),
      }),
    )
    await take(await carrying('做好保密工作，按保守国家秘密法执行'))
    expect(await filesOf(place.below.deps)).toBe(1)
  })
})
