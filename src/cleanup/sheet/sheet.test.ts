import { afterAll, describe, expect, it } from 'vitest'
import { docxPart, openPdf, pdfPage, pdfText, squeezed } from '../../../tests/golden/papers/read-paper.ts'
import { wordsOf } from '../../../tests/support/sheets.ts'
import { civilDate, instant } from '../../calendar/index.ts'
import { pagesOfPrint, renderFormsDocx, renderFormsPdf, stopPress, writeWorkbook } from '../../documents/index.ts'
import type { CleanupItem } from '../items/model.ts'
import { sheetCode } from './code.ts'
import { refuseOtherPaper, refuseUnsigned } from './decision.ts'
import { inspectScan } from '../../files/index.ts'
import { readCode } from '../../filing/index.ts'
import { frozenBook, pagesPrinted } from './frozen.ts'
import type { DecisionSheet } from './model.ts'
import { pagesMissing, pagesReceived } from './pages-received.ts'
import { sheetBook, type SheetContent, workingBook } from './print.ts'
import { sheetRow } from './rows.ts'

afterAll(() => stopPress())

const proposed: CleanupItem = {
  joinedItemId: null,
  newerOpen: null,
  earlierHeld: null,
  id: '00000001-0000-7000-8000-000000000001',
  accountId: '00000002-0000-7000-8000-000000000001',
  accountName: '临湖水务',
  platform: 'weibo',
  unitId: '00000003-0000-7000-8000-000000000001',
  unitName: '临湖区水务局',
  unitKind: 'department',
  asOf: civilDate('2026-06-20'),
  proposal: {
    disposition: 'close',
    needsReason: false,
    handover: false,
    reasons: [
      {
        rule: 'CL-6',
        class: 'firm',
        disposition: 'close',
        says: '单位自报运营状态为“停止运营”。',
        facts: {},
        clause: '确属无力维护的要坚决关停',
        certainty: '原文',
        wouldChange: '恢复正常运营并重新填报。',
      },
    ],
    unknowns: [],
    wouldChange: '恢复正常运营并重新填报。',
  },
  disposition: 'close',
  needsReason: false,
  state: 'proposed',
  unitDisposition: null,
  unitReason: null,
  unitSaidBy: null,
  unitReturnId: null,
  unitReturnPrint: null,
  unitFilingNumber: null,
  decidedDisposition: null,
  decisionReason: null,
  decidedBy: null,
  decidedOn: null,
  dueOn: null,
  evidenceFileId: null,
  evidenceNote: null,
  evidenceBy: null,
  verifiedBy: null,
  verifiedNote: null,
  sheetId: null,
  sheetNumber: null,
  sheetState: null,
  version: 1,
  proposedBy: 'user:supervisor',
}
const done: CleanupItem = {
  ...proposed,
  accountName: '临湖节水',
  state: 'evidence',
  unitDisposition: 'close',
  unitFilingNumber: '990100-2026-0007',
  unitReturnId: '00000004-0000-7000-8000-000000000001',
  unitReturnPrint: 1,
  decidedDisposition: 'close',
  decidedOn: civilDate('2026-06-22'),
  dueOn: civilDate('2026-07-10'),
  evidenceNote: '已发布注销公告',
  evidenceFileId: '00000005-0000-7000-8000-000000000001',
}
const content = (items: readonly CleanupItem[]): SheetContent => ({
  district: {
    id: '990100',
    name: '临湖区',
    shortName: '临湖',
    officeName: '临湖区行政审批服务局',
    issuingOffice: '临湖区政务公开领导小组办公室',
  },
  of: { asOf: civilDate('2026-06-20') },
  items,
})

/** The same, frozen to be signed. */
const frozen = (items: readonly CleanupItem[], number = 3): DecisionSheet => ({
  id: '00000006-0000-7000-8000-000000000001',
  number,
  asOf: civilDate('2026-06-20'),
  state: 'printed',
  content: {
    district: { name: '临湖区', officeName: '临湖区行政审批服务局' },
    number,
    asOf: civilDate('2026-06-20'),
    printedOn: civilDate('2026-06-23'),
    rows: items.map((item, at) => ({ itemId: item.id, accountId: item.accountId, cells: sheetRow(item, at + 1) })),
  },
  contentHash: '',
  handledBy: [],
  madeBy: 'user:supervisor',
  madeAt: instant('2026-06-23T01:00:00.000Z'),
  confirmedBy: null,
  confirmedAt: null,
  reason: null,
  printedPages: null,
  missingPages: null,
  version: 1,
})

describe('清理整合审定表', () => {
  it('leaves room for the pen where nobody has decided', () => {
    expect(sheetRow(proposed, 1).slice(3)).toEqual([['关停', 'CL-6：单位自报运营状态为“停止运营”。'], [], [], []])
  })

  it('says what the machine, the unit and the supervisor said, and what was done', () => {
    expect(sheetRow(done, 2).slice(3)).toEqual([
      ['关停', 'CL-6：单位自报运营状态为“停止运营”。'],
      ['关停', '附件2签字盖章', '备案号 990100-2026-0007'],
      ['关停', '2026年6月22日审定', '期限 2026年7月10日'],
      ['待核验', '已发布注销公告', '附办理证明'],
    ])
  })

  it('is signed where it was frozen: number, code and hash in the foot, room for signature and seal', async () => {
    const sheet = frozen([proposed, done])
    const pdf = await openPdf(await renderFormsPdf(await frozenBook(sheet)))
    const words = squeezed((await pdfPage(pdf, 1)).map(({ text }) => text).join(''))
    for (const said of [
      '临湖区政务新媒体清理整合审定表',
      '第3号　监管单位：临湖区行政审批服务局',
      '共2项',
      '审定人（签字）：',
      '监管单位（公章）：',
      '第3号　2026年6月23日制表　校验码',
      '第1页，共1页',
    ])
      expect(words).toContain(squeezed(said))
  })

  it('that is not frozen says that it is none to be signed, on paper and in the workbook', async () => {
    const words = squeezed(await pdfText(await renderFormsPdf(workingBook(content([proposed, done])))))
    expect(words).toContain('内容未固定；签字盖章请在“审定表签章”中另行制表')
    expect(words).not.toContain('审定人（签字）')
    const bytes = await writeWorkbook(sheetBook(content([proposed, done])))
    const cells = (await wordsOf(bytes)).map((row) => row.join('|'))
    expect(cells[0]).toContain('临湖区政务新媒体清理整合审定表')
    expect(cells[3]).toMatch(/^1\|临湖区水务局\|临湖水务/)
    expect(cells[4]).toContain('备案号 990100-2026-0007')
    expect(cells[5]).toContain('内容未固定')
  })

  it('of three hundred accounts has its head on every page', async () => {
    const many = Array.from({ length: 300 }, (_, at) => ({ ...proposed, accountName: `临湖水务${at + 1}` }))
    const bytes = await renderFormsPdf(await frozenBook(frozen(many)))
    const counted = pagesOfPrint(bytes)
    const pdf = await openPdf(bytes)
    expect(pdf.numPages).toBeGreaterThan(10)
    expect(counted).toBe(pdf.numPages)
    const words = squeezed((await pdfPage(pdf, 9)).map(({ text }) => text).join(''))
    expect(words).toContain('序号主办单位账号系统建议单位意见审定意见办理情况')
  })

  it('has a code of its own on every page of its PDF, which reads which page it is', async () => {
    const many = Array.from({ length: 40 }, (_, at) => ({ ...proposed, accountName: `临湖水务${at + 1}` }))
    const sheet = frozen(many)
    const pages = await pagesPrinted(sheet)
    expect(pages).toBeGreaterThan(2)
    const bytes = await renderFormsPdf(await frozenBook(sheet, { pages }))
    expect(pagesOfPrint(bytes)).toBe(pages)
    const { codes } = await inspectScan({ name: '审定表.pdf', bytes })
    expect(codes.map(({ page, text }) => [page, readCode(text)?.page])).toEqual(
      Array.from({ length: pages }, (_, at) => [at + 1, at + 1]),
    )
    expect(() =>
      refuseOtherPaper(
        sheet,
        codes.map(({ text }) => text),
        '审定表.pdf',
      ),
    ).not.toThrow()
  })

  it('counts a page once, however often it was scanned, and one without a number as it comes', () => {
    const sheet = frozen([proposed])
    const [first, second] = [sheetCode(sheet, 1), sheetCode(sheet, 2)]
    const scan = (pages: number, ...codes: string[]) => ({ pages, codes })
    expect(pagesReceived([scan(2, first, second)])).toEqual({ received: 2, repeated: 0 })
    expect(pagesReceived([scan(2, first, first)])).toEqual({ received: 1, repeated: 1 })
    expect(pagesReceived([scan(1, first), scan(2, first)])).toEqual({ received: 2, repeated: 1 })
    expect(pagesReceived([scan(2, sheetCode(sheet), sheetCode(sheet))])).toEqual({ received: 2, repeated: 0 })
    expect(pagesMissing({ printedPages: 2 }, [scan(2, first, first)])).toBe(1)
    expect(pagesMissing({ printedPages: null }, [scan(2, first, first)])).toBe(0)
  })

  it('is signed below its last account, wherever the page ends', async () => {
    const pages = async (accounts: number) => {
      const items = Array.from({ length: accounts }, (_, at) => ({ ...proposed, accountName: `临湖水务${at + 1}号` }))
      const pdf = await openPdf(await renderFormsPdf(await frozenBook(frozen(items))))
      const last = squeezed((await pdfPage(pdf, pdf.numPages)).map(({ text }) => text).join(''))
      const whole = [`临湖水务${accounts}号`, '审定人（签字）', '监管单位（公章）', '粉丝量、阅读量不单独作为依据']
      expect(whole.filter((words) => !last.includes(words))).toEqual([])
      expect(last).toContain(`第${pdf.numPages}页，共${pdf.numPages}页`)
      return pdf.numPages
    }
    // As many accounts as fill one page to its edge and spill over by one line after another.
    const found = []
    for (let accounts = 5; accounts <= 18; accounts++) found.push(await pages(accounts))
    expect(new Set(found)).toEqual(new Set([1, 2]))
  })

  it('of what is open now says so, and of each row when it was judged', async () => {
    const open = { ...content([proposed, done]), of: { openOn: civilDate('2026-06-30') }, search: '水务' }
    const words = squeezed(await pdfText(await renderFormsPdf(workingBook(open))))
    expect(words).toContain('截至2026年6月30日未销号的事项')
    expect(words).toContain('单位、账号含“水务”的，共2项')
    expect(words.match(/2026年6月20日判定/gu)).toHaveLength(2)
  })

  it('as .docx repeats its head too', async () => {
    const bytes = await renderFormsDocx(await frozenBook(frozen([proposed])))
    expect(docxPart(bytes, 'word/document.xml').match(/<w:tblHeader\b/g)).toHaveLength(1)
  })
})

describe('a scan of 审定表', () => {
  const sheet = frozen([done])
  const code = sheetCode(sheet)
  const refusalOf = (codes: readonly string[]) => {
    try {
      refuseOtherPaper(sheet, codes, '扫描件.pdf')
      return undefined
    } catch (error) {
      return (error as { code: string }).code
    }
  }

  it.each<[string, readonly string[], string | undefined]>([
    ['of this sheet', [code, code], undefined],
    ['without a code that can be read', [], undefined],
    ['with the code of a poster', ['https://www.example.gov.cn/'], undefined],
    ['of another sheet', [sheetCode({ ...sheet, id: proposed.id })], 'sheet.scan-other'],
    ['of another number', [sheetCode({ ...sheet, number: 2 })], 'sheet.scan-other'],
    ['of a form of filing', [code.replace(':decision:', ':annex2:')], 'sheet.scan-other'],
    ['that says something else', [sheetCode({ ...sheet, content: frozen([proposed]).content })], 'sheet.scan-differs'],
    ['one of whose pages is of another sheet', [code, sheetCode({ ...sheet, id: proposed.id })], 'sheet.scan-other'],
  ])('%s', (_what, codes, wanted) => {
    expect(refusalOf(codes)).toBe(wanted)
  })

  it('says all that is missing at once', () => {
    expect(() => refuseUnsigned({ signed: false, sealed: true, matches: false })).toThrow(
      '尚未确认：审定人签字、内容与打印件一致。',
    )
    refuseUnsigned({ signed: true, sealed: true, matches: true })
  })
})
