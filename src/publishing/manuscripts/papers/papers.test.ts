import { Buffer } from 'node:buffer'
import { afterAll, expect, it } from 'vitest'
import { blank } from '../../../../tests/support/asked-district.ts'
import { districtId } from '../../../../tests/support/monitored-district.ts'
import { manuscriptDesk } from '../../../../tests/support/manuscript-desk.ts'
import { civilDate, instantFromLocal } from '../../../calendar/index.ts'
import { formText, renderFormsPdf, stopPress, unpackFiles } from '../../../documents/index.ts'
import { openPdf } from '../../../../tests/golden/papers/read-paper.ts'
import type { Desk } from '../desk.ts'
import { findManuscript, publicationsOf, readVersion, roundsOf, stepsOf, targetAccounts } from '../queries.ts'
import { recordPublication } from '../verbs/publish.ts'
import { bylinesOf } from './bylines.ts'
import { exportText } from './export-text.ts'
import { reviewSheet } from './review-sheet.ts'

const day = civilDate('2026-10-12')
afterAll(stopPress)
const names = new Map([
  ['u:second', '韩知行'],
  ['u:third', '冯若川'],
  ['u:deputy', '唐书遥'],
  ['u:editor', '卢景行'],
])

async function approved() {
  const place = await manuscriptDesk()
  const { deps, draft, submit, sign, second, third, deputy, unitId, editor, accountId } = place
  const picture = Buffer.from(blank).toString('base64')
  const id = await draft({
    html: `<h2>一、时间</h2><p>10月15日<b>8时</b>起。</p><ul><li>甲 & 乙</li></ul><table><tr><td>区域</td><td>城东</td></tr></table><img src="data:image/png;base64,${picture}">`,
    source: '区融媒体中心',
    aiGenerated: true,
    aiLabel: '本文由人工智能辅助生成',
  })
  await submit(id, { class: 'ordinary', classReason: '按本区情况改写' })
  for (const who of [second, third, deputy]) await sign(who, id)
  const { version } = (await findManuscript(deps.db, { districtId, unitId }, id))!
  const publishedAt = instantFromLocal('2026-10-12 08:55')!
  const link = 'https://demo.example.cn/1'
  await recordPublication(deps, editor, { districtId, manuscriptId: id, version, accountId, publishedAt, link })
  const manuscript = (await findManuscript(deps.db, { districtId, unitId }, id))!
  const desk: Desk = {
    manuscript,
    text: (await readVersion(deps.db, districtId, id, 1))!,
    rounds: await roundsOf(deps.db, districtId, id),
    steps: await stepsOf(deps.db, districtId, id),
    publications: await publicationsOf(deps.db, districtId, id),
    accounts: await targetAccounts(deps.db, districtId, unitId),
    names,
    words: new Map(),
    writers: [],
    files: [],
    mine: [],
    isOwn: true,
  }
  return { ...place, desk }
}

it('a text is handed out for pasting: clean markup, Word and words, with its source, label and 撰稿、审核、签发', async () => {
  const { deps, desk } = await approved()
  const asked = { districtId, unitName: '临湖区水务局', text: desk.text, bylines: bylinesOf(desk), day }
  const [html, words, docx] = await Promise.all(
    (['html', 'txt', 'docx'] as const).map(async (format) => exportText(deps, { ...asked, format })),
  )
  const said = ['来源：区融媒体中心', '本文由人工智能辅助生成', '撰稿：卢景行', '审核：韩知行、冯若川', '签发：唐书遥']
  const plain = Buffer.from(words!.bytes).toString('utf8')
  expect(plain).toContain('关于停水检修的通知\n\n一、时间\n10月15日8时起。\n甲 & 乙\n区域\t城东')
  for (const line of said) expect(plain).toContain(line)
  const markup = Buffer.from(html!.bytes).toString('utf8')
  expect(markup).toContain('<p>10月15日<strong>8时</strong>起。</p>')
  expect(markup).toContain('<li>甲 &amp; 乙</li>')
  expect(markup).toContain(`src="data:image/png;base64,`)
  const parts = unpackFiles(docx!.bytes)
  const body = Buffer.from(parts.find(({ path }) => path === 'word/document.xml')!.bytes).toString('utf8')
  for (const word of ['一、时间', '8时', '甲 &amp; 乙', '城东', '签发：唐书遥']) expect(body).toContain(word)
  expect(parts.some(({ path }) => path.startsWith('word/media/'))).toBe(true)
  // The same text gives the same bytes.
  expect((await exportText(deps, { ...asked, format: 'docx' })).bytes).toEqual(docx!.bytes)
})

it('发布审签单 says who signed which gate when, the digest of what was signed, and where it went out', async () => {
  const { desk } = await approved()
  const words = formText(reviewSheet(desk, desk.rounds[0]!, { demo: false, day }))
  const { digest } = desk.rounds[0]!
  for (const one of [
    '政务新媒体发布审签单',
    '初审',
    '韩知行',
    '终审',
    '唐书遥',
    '政治关',
    '通过',
    'https://demo.example.cn/1',
  ])
    expect(words).toContain(one)
  expect(words.replaceAll('\n', '')).toContain(digest)
})

it('three levels and two offices beside them fit on one page with the place for the signature', async () => {
  const { desk } = await approved()
  const [first] = desk.steps
  const office = { ...first!, signer: 'office' as const, gates: first!.gates.slice(0, 1) }
  const joined = ['宣传部门会签', '保密部门会签'].map((name, at) => ({ ...office, name, number: 9 + at }))
  const book = reviewSheet({ ...desk, steps: [...desk.steps, ...joined] }, desk.rounds[0]!, { demo: false, day })
  const pdf = await openPdf(await renderFormsPdf(book))
  expect(pdf.numPages).toBe(1)
}, 60_000)
