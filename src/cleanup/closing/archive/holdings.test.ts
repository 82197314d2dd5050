import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { closingDistrict } from '../../../../tests/support/closing-district.ts'
import { collectingPlace } from '../../../../tests/support/collecting-place.ts'
import { actorOf, districtId } from '../../../../tests/support/monitored-district.ts'
import { eraseEvidence } from '../../../collection/evidence/erase.ts'
import { inTransaction } from '../../../database/index.ts'
import { unpackFiles, type ZipPart } from '../../../documents/index.ts'
import { readStoredFile } from '../../../files/index.ts'
import { evidenceParts } from './evidence.ts'
import { holdings, sheetsOfAccount } from './holdings.ts'
import { type Series, sheetParts } from './series.ts'
import { collected } from './sheets.ts'

const site = collectingPlace()
type Place = Awaited<ReturnType<typeof site.open>>

const textOf = async ({ text }: ZipPart) =>
  Buffer.concat((await Array.fromAsync(text)).map((piece) => Buffer.from(piece))).toString('utf8')

async function packedFrom({ deps, accountId }: Place): Promise<Map<string, string>> {
  return inTransaction(deps.db, async (tx) => {
    const found = new Map<string, string>()
    for await (const part of evidenceParts(tx, deps, { districtId, accountId }))
      found.set(part.path, await textOf(part))
    return found
  })
}

const sheetsFrom = ({ deps }: Pick<Place, 'deps'>, accountId: string, series: Series, most?: number) =>
  inTransaction(deps.db, async (tx) => {
    const found = new Map<string, string>()
    for await (const part of sheetParts(tx, { districtId, accountId }, series, most))
      found.set(part.path, await textOf(part))
    return found
  })

const page = (text: string) => `<html><head>
  <meta property="article:published_time" content="2026-10-10T08:00:00+08:00"></head>
  <body><h1>防汛提示</h1><div><p>${text}</p></div></body></html>`
const html = { 'content-type': 'text/html; charset=utf-8' }

/** Figures of followers, one a minute, and a source that saw them. */
async function withFigures(place: { deps: Place['deps'] }, accountId: string, count: number) {
  await sql`
    insert into collection_sample (district_id, account_id, id, kind, key, value, source, observed_at, collected_at, confidence)
    select ${districtId}, ${accountId}::uuid, gen_random_uuid(), 'metric', 'followers', jsonb_build_object('count', 1000 + n),
      'weibo', timestamptz '2026-01-01 09:00+08' + n * interval '1 minute', now(), 'exact'
    from generate_series(1, ${count}) n`.execute(place.deps.db)
}

describe('what is held of an account', () => {
  it('is told of every table: where it lies in the package, or why it is not there', async () => {
    const place = await closingDistrict()
    const { rows } = await sql<{ name: string }>`
      select table_name as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`.execute(place.deps.db)
    expect(Object.keys(holdings).sort()).toEqual(rows.map(({ name }) => name).sort())
    const { rows: direct } = await sql<{ name: string }>`
      select distinct table_name as name from information_schema.columns
      where table_schema = 'public' and column_name = 'account_id'`.execute(place.deps.db)
    const left = direct.filter(({ name }) => 'not' in (holdings[name] ?? {})).map(({ name }) => name)
    expect(left.sort()).toEqual(['app_handler', 'filing_entry'])
  })

  it('lies where the list says, the series of figures among it', async () => {
    const place = await closingDistrict()
    await withFigures(place, place.accountId, 3)
    const { id: caseId } = await place.openCase()
    await place.approve(caseId)
    const closing = place.of(await place.begin())
    await closing.publish()
    await closing.archive()
    const [archive] = (await closing.now()).archives
    const { bytes } = await readStoredFile(place.deps, districtId, archive!.fileId)
    const paths = unpackFiles(bytes).map(({ path }) => path)
    const wanted = Object.values(holdings).flatMap((one) => ('in' in one && one.in !== '证据' ? [one.in] : []))
    expect(wanted.filter((path) => !paths.some((one) => one === path || one.startsWith(`${path}/`)))).toEqual([])
    const figures = Buffer.from(unpackFiles(bytes).find(({ path }) => path === '采集数据.csv')!.bytes).toString('utf8')
    expect(figures.split('\r\n').slice(1, 4)).toEqual([
      expect.stringMatching(/^2026-01-01 09:03,数据,.*"\{""count"":1003\}",准确,weibo/),
      expect.stringMatching(/^2026-01-01 09:02,.*1002/),
      expect.stringMatching(/^2026-01-01 09:01,.*1001/),
    ])
  })

  it('goes on in a second sheet where one is long, and nothing of it is left out', async () => {
    const place = await closingDistrict()
    await withFigures(place, place.accountId, 2_500)
    const sheets = await sheetsFrom(place, place.accountId, collected.collection_sample, 2_000)
    expect([...sheets.keys()]).toEqual(['采集数据.csv', '采集数据-2.csv'])
    const [first, second] = [...sheets.values()].map((text) => text.trim().split('\r\n'))
    expect([first?.length, second?.length]).toEqual([2_001, 501])
    expect(second?.[0]).toBe(first?.[0])
    const figures = [...first!.slice(1), ...second!.slice(1)].map((line) => Number(/""count"":(\d+)/.exec(line)?.[1]))
    expect(figures).toEqual(Array.from({ length: 2_500 }, (_, number) => 3_500 - number))
    const empty = await sheetsFrom(place, place.accountId, collected.collection_attempt)
    expect([...empty.values()]).toEqual(['\ufeff无记录\r\n'])
  })

  it('of a mark of a secret nothing is packed, and numbers that people typed are masked', async () => {
    const place = await closingDistrict()
    await sql`
      insert into unknown_reason (district_id, month, account_id, reason, given_by, given_at) values
        (${districtId}, '2026-05', ${place.accountId}::uuid, '机密★10年 防汛部署', 'u', now()),
        (${districtId}, '2026-04', ${place.accountId}::uuid, '联系 13812345678', 'u', now())`.execute(place.deps.db)
    const sheet = sheetsOfAccount.find(({ path }) => path === '暂不判定的说明.csv')!
    const text = (await sheetsFrom(place, place.accountId, sheet)).get('暂不判定的说明.csv')
    expect(text).toContain('2026-05,【疑似涉密，未收入】')
    expect(text).toContain('2026-04,联系 138****5678')
    expect(text).not.toMatch(/防汛部署|13812345678/)
  })
})

describe('证据 in the package', () => {
  it('is as it was kept, with its digests and time stamp; numbers that name a person are masked, and the list says so', async () => {
    const place = await site.open('page')
    site.serve(page('注意安全'), html)
    await place.look()
    site.serve(page('联系人李某 13812345678'), html)
    await place.look('2026-10-20T01:00:00.000Z')
    const { rows } = await sql<{ sha256: string }>`select sha256 from evidence order by observed_at`.execute(
      place.deps.db,
    )
    await sql`
      insert into evidence_stamp (district_id, sha256, state, authority, token, stamped_at, tried_at)
      values (${districtId}, ${rows[0]!.sha256}, 'stamped', '测试时间戳', '\\x746f6b656e', now(), now())`.execute(
      place.deps.db,
    )
    const files = await packedFrom(place)
    expect([...files.keys()]).toEqual(['证据/0001.txt', '证据/0002.txt', '证据/0002.tsr', '证据清单.csv'])
    expect(files.get('证据/0002.tsr')).toBe('token')
    expect(files.get('证据/0001.txt')).toContain('138****5678')
    const list = files.get('证据清单.csv')!
    expect(list).toMatch(/1,.*页面内容.*证据\/0001\.txt,已隐去号码，摘要属于系统中的原件/)
    expect(list).toMatch(new RegExp(`2,.*${rows[0]!.sha256}.*测试时间戳,证据/0002\\.txt,原样收入，与SHA-256、SM3相符`))
    const digest = await crypto.subtle.digest('SHA-256', Buffer.from(files.get('证据/0002.txt')!))
    expect(Buffer.from(digest).toString('hex')).toBe(rows[0]!.sha256)
    expect([...files.values()].join('')).not.toContain('13812345678')
  })

  it('that was erased is named with the reason', async () => {
    const place = await site.open('page')
    site.serve(page('联系人李某 13812345678'), html)
    await place.look()
    const { rows } = await sql<{ id: string }>`select id from evidence`.execute(place.deps.db)
    await eraseEvidence(place.deps, actorOf('office_head'), {
      districtId,
      accountId: place.accountId,
      evidenceId: rows[0]!.id,
      reason: 'request',
    })
    const files = await packedFrom(place)
    expect([...files.keys()]).toEqual(['证据清单.csv'])
    expect(files.get('证据清单.csv')).toContain('已删除：删除其中的个人信息')
  })
})
