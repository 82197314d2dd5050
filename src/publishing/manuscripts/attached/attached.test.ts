import { afterAll, describe, expect, it } from 'vitest'
import { manuscriptDesk } from '../../../../tests/support/manuscript-desk.ts'
import { districtId } from '../../../../tests/support/monitored-district.ts'
import { makeZip } from '../../../../tests/support/zip-writer.ts'
import { civilDate } from '../../../calendar/index.ts'
import { renderPdf, stopPress, writeWorkbook } from '../../../documents/index.ts'
import { filesOf, roundsOf } from '../queries.ts'
import { addFile, dropFiles } from '../verbs/keep-file.ts'
import { readAttachment } from './read-attachment.ts'

afterAll(stopPress)

const workbook = async (...rows: string[][]) =>
  writeWorkbook({
    sheets: [{ name: '名单', columns: rows[0]!.map(() => ({ width: 20 })), rows: rows.map((cells) => ({ cells })) }],
  })

const pdf = (...paragraphs: string[]) =>
  renderPdf({
    kind: 'report',
    title: ['公示'],
    body: paragraphs.map((text) => ({ kind: 'paragraph', runs: [text] })),
    signature: { office: '临湖区水务局', day: civilDate('2026-10-12') },
  })

const read = async (name: string, bytes: Uint8Array) => {
  const { lines, unread, placeOf } = await readAttachment({ name, bytes })
  return { text: lines.join('\n'), unread, placeOf }
}

describe('the words of an attachment', () => {
  it('are read out of a table, row by row, and of a PDF, page by page', async () => {
    const table = await read('名单.xlsx', await workbook(['姓名', '电话'], ['张三', '13812345678']))
    expect([table.text, table.unread]).toEqual(['姓名\t电话\n张三\t13812345678', []])
    expect(table.placeOf(2)).toBe('工作表“名单”第2行')
    const paper = await read('公示.pdf', await pdf('沿线秸杆要清理。'))
    expect([paper.text.includes('沿线秸杆要清理'), paper.unread]).toEqual([true, []])
    expect(paper.placeOf(1)).toBe('第1页')
    // A sentence that the paper breaks into lines is one, so that no word is torn.
    const sentence = `${'为进一步做好秋季农作物秸秆综合利用工作，'.repeat(4)}特此通知。`
    expect((await read('长.pdf', await pdf(sentence))).text).toContain(sentence)
  })

  it('are read of a text in Word, too, that holds a workbook', async () => {
    const held = makeZip([{ name: 'xl/workbook.xml', data: '<workbook/>' }])
    const text = makeZip([
      {
        name: 'word/document.xml',
        data: '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>机密★10年</w:t></w:r></w:p></w:body></w:document>',
      },
      { name: 'word/embeddings/Microsoft_Excel.xlsx', data: held, stored: true },
    ])
    expect((await read('附表.docx', text)).text.trim()).toBe('机密★10年')
  })

  it.each<[string, () => Uint8Array, string]>([
    ['图.png', () => Buffer.from('89504e470d0a1a0a0000', 'hex'), '图片'],
    ['包.zip', () => makeZip([{ name: 'a.txt', data: '甲' }]), '压缩包（ZIP）'],
    ['坏.pdf', () => Buffer.from('%PDF-1.4\n%%EOF\n'), '打不开'],
    ['坏.xlsx', () => makeZip([{ name: 'xl/workbook.xml', data: '<' }]), '表'],
    ['空.txt', () => new Uint8Array(), '空'],
  ])('%s is told as not read, with the reason', async (name, bytes, why) => {
    const { text, unread } = await read(name, bytes())
    expect([text, unread]).toEqual(['', [expect.stringContaining(why)]])
  })

  it('are read so far and no further, which is said', async () => {
    const long = await read('长.txt', Buffer.from('甲乙丙丁戊己庚辛壬癸\n'.repeat(40_000)))
    expect(long.text.length).toBeLessThanOrEqual(300_000)
    expect(long.unread).toEqual([expect.stringMatching(/^篇幅过长，只检查到第\d+段/u)])
  })
})

it('what stands in attachments is checked at submission: once a kind and file, to be confirmed, and kept masked', async () => {
  const { deps, draft, submit, editor, sign, second } = await manuscriptDesk()
  const manuscriptId = await draft()
  const which = { districtId, manuscriptId }
  const attach = (name: string, bytes: Uint8Array) =>
    addFile(deps, editor, { ...which, use: 'attachment', name, bytes })
  const persons = [['身份证号'], ['11010519491231002X'], ['110105194912310038'], ['沿线秸杆要清理']]
  await attach('名单.xlsx', await workbook(...persons))
  await attach('说明.pdf', await pdf('请于2026年2月30日前报送。'))
  await attach('包.zip', makeZip([{ name: 'a.txt', data: '甲' }]))
  await expect(attach('密.xlsx', await workbook(['机密★10年']))).rejects.toMatchObject({
    code: 'secrecy.upload-stopped',
  })
  expect(await filesOf(deps.db, districtId, manuscriptId, { withRemoved: true })).toHaveLength(3)
  await submit(manuscriptId)
  const [round] = await roundsOf(deps.db, districtId, manuscriptId)
  expect(round!.findings.map(({ rule, severity, start }) => [rule, severity, start])).toEqual([
    ['attachment:identity-number', 'confirm', -1],
    ['attachment:lexicon:通报/秸杆', 'confirm', -1],
    ['attachment:impossible-date', 'confirm', -1],
  ])
  expect(round!.findings[0]!.why).toContain('附件“名单.xlsx”工作表“名单”第2行等')
  expect(JSON.stringify(round)).not.toContain('11010519491231002X')
  expect(round!.notChecked).toEqual([
    { part: 'attachments', why: expect.stringMatching(/^附件“包\.zip”：.*压缩包（ZIP）/u) },
  ])
  // The gate at which they count asks why they are meant so.
  await expect(sign(second, manuscriptId)).rejects.toMatchObject({ code: 'manuscript.confirm-missing' })
})

it('an attachment that goes while the check runs stops the submission', async () => {
  const { deps, draft, submit, editor } = await manuscriptDesk()
  const manuscriptId = await draft()
  const which = { districtId, manuscriptId }
  const bytes = await workbook(['甲'], ['乙'])
  const { fileId } = await addFile(deps, editor, { ...which, use: 'attachment', name: '表.xlsx', bytes })
  const meanwhile = async () => {
    await dropFiles(deps, editor, { ...which, fileIds: [fileId] })
    return { findings: [], notChecked: [] }
  }
  await expect(submit(manuscriptId, {}, meanwhile)).rejects.toMatchObject({ code: 'record.changed-meanwhile' })
  await submit(manuscriptId)
  expect((await roundsOf(deps.db, districtId, manuscriptId)).map(({ notChecked }) => notChecked)).toEqual([[]])
})
