import { afterAll, describe, expect, it } from 'vitest'
import { docxPart, openPdf, pdfPage, squeezed } from '../../../tests/golden/papers/read-paper.ts'
import { opening } from '../../../tests/support/case-office.ts'
import { civilDate } from '../../calendar/index.ts'
import { renderFormsDocx, renderFormsPdf, stopPress } from '../../documents/index.ts'
import type { CaseContent } from './file-case.ts'
import { caseBook } from './paper.ts'

afterAll(stopPress)

const caseId = '00000004-0000-7000-8000-000000000001'
const content: CaseContent = {
  district: '临湖区',
  office: '临湖区行政审批服务局',
  unit: { id: '00000001-0000-7000-8000-000000000001', name: '临湖区水务局' },
  account: null,
  kind: 'open',
  answers: { ...opening, contactName: '许静言', contactPhone: '13800001111' },
  printedOn: civilDate('2026-06-20'),
  layout: 2,
}

async function pagesOf(one: CaseContent): Promise<string[]> {
  const file = await openPdf(await renderFormsPdf(await caseBook({ caseId, number: 1, content: one })))
  const pages = await Promise.all(Array.from({ length: file.numPages }, (_, at) => pdfPage(file, at + 1)))
  return pages.map((page) => squeezed(page.map(({ text }) => text).join('')))
}
const signed = ['单位主要领导（签字）', '单位公章', '主管单位意见']

describe('the paper of 开设备案', () => {
  it('stays on one page with what an office writes, and says so', async () => {
    const pages = await pagesOf(content)
    expect(pages).toHaveLength(1)
    for (const words of [...signed, '拟用名称', '管理制度', '13800001111', '第1页，共1页'])
      expect(pages[0]).toContain(squeezed(words))
  })

  it('keeps signature, seal and opinion together behind the end of the form where there is more, each page numbered', async () => {
    const long = '为方便群众了解供水、节水、防汛和河湖保护信息，拟开设账号及时发布通告并受理咨询。'.repeat(9)
    const pages = await pagesOf({ ...content, answers: { ...content.answers, reason: long, organisation: long } })
    expect(pages).toHaveLength(2)
    for (const words of [...signed, '联系电话']) {
      expect(pages[1]).toContain(squeezed(words))
      expect(pages[0]).not.toContain(squeezed(words))
    }
    expect(pages.map((page) => /第\d页，共\d页/.exec(page)?.[0])).toEqual(['第1页，共2页', '第2页，共2页'])
  })

  it('says its pages in Word, too', async () => {
    const docx = await renderFormsDocx(await caseBook({ caseId, number: 1, content }))
    expect(docxPart(docx, 'word/footer1.xml')).toMatch(/PAGE[^]*NUMPAGES/)
  })

  it('that was printed before is printed again as it was: a field a row, without numbers of pages', async () => {
    const { layout: _, ...before } = content
    const pages = await pagesOf(before)
    expect(pages).toHaveLength(2)
    expect(pages.join('')).not.toContain('共2页')
  })
})
