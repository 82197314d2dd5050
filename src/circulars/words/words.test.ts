import { describe, expect, it } from 'vitest'
import { civilDate } from '../../calendar/index.ts'
import { docxPart, docxText, openPdf, pdfPage, pdfText, squeezed } from '../../../tests/golden/papers/read-paper.ts'
import { paperText, renderDocx, renderPdf } from '../../documents/index.ts'
import { following, numberText, readNumber, skippedBefore } from '../document-number.ts'
import { dispatchPaper, markLine, publicPaper } from '../print/paper.ts'
import { printDispatch } from '../print/print-dispatch.ts'
import { type DispatchContent, heading, paragraph } from './content.ts'
import { blocksFrom, sectionsOf } from './editing.ts'
import { checkNumbers, typedNumbers } from './figures.ts'

const body = { name: '临湖区政务公开领导小组办公室', flag: '临湖区政务公开领导小组办公室文件', marks: ['临政务公开办'] }
const content: DispatchContent = {
  title: ['关于2026年第三季度全区政务新媒体', '监测情况的通报'],
  addressee: '各镇人民政府',
  blocks: [
    paragraph(
      '截至',
      { day: civilDate('2026-09-30'), text: '2026年9月30日' },
      '，',
      { name: '2026年第三季度', text: '2026年第三季度' },
      '列出问题',
      { figure: 'rows:1', text: '2' },
      '个，涉及单位',
      { figure: 'units:1', text: '2' },
      '个。',
    ),
    heading('有关要求'),
    paragraph(
      '于',
      { figure: 'feedback-by', text: '2026年10月26日' },
      '前报',
      { name: body.name, text: body.name },
      '。',
    ),
  ],
  annexes: [
    {
      title: '名单',
      landscape: false,
      columns: [
        { title: '序号', width: 1 },
        { title: '单位', width: 3 },
      ],
      rows: [
        ['1', '临湖区水务局'],
        ['2', '石埠镇人民政府'],
      ],
    },
  ],
  feedback: { by: civilDate('2026-10-26'), from: civilDate('2026-10-12'), days: 10, provisional: false },
  copiesTo: '区委办公室',
  typedSource: '',
  openness: 'public',
  opennessReason: '',
  countersign: '',
  recipients: [],
}
const issued = {
  variant: 'circular',
  state: 'issued',
  number: { mark: '临政务公开办', year: 2026, serial: 3 },
  signedOn: civilDate('2026-10-12'),
  issuedOn: civilDate('2026-10-13'),
  openness: 'public',
} as const
const marks = { dispatch: issued, body, demo: false, today: civilDate('2026-10-20'), signer: '' }

describe('the words of a paper', () => {
  it('come back from the form as they were; what is bound stays bound, what is typed is marked', () => {
    const sections = sectionsOf(content)
    expect(sections[0]!.text).toBe('截至{2026年9月30日}，{2026年第三季度}列出问题{2}个，涉及单位{2②}个。')
    expect(blocksFrom(sections, content)).toEqual(content.blocks)
    const moved = [{ ...sections[0]!, text: '涉及单位{2②}个，其中三家连续两次，占66.7%。' }, ...sections.slice(1)]
    const blocks = blocksFrom(moved, content)
    expect(blocks[0]).toEqual(
      paragraph(
        '涉及单位',
        { figure: 'units:1', text: '2' },
        '个，其中',
        { typed: '', text: '三' },
        '家连续',
        { typed: '', text: '两' },
        '次，占',
        { typed: '', text: '66.7%' },
        '。',
      ),
    )
    expect(() => checkNumbers({ ...content, blocks }, undefined)).toThrow('三、两、66.7%')
    expect(() => checkNumbers({ ...content, blocks, typedSource: '复核记录' }, undefined)).not.toThrow()
    for (const text of ['{3}个', '{临湖区教育局}'])
      expect(() => blocksFrom([{ level: 1, heading: '', text }], content), text).toThrow('不是系统给出的')
    // A title and a heading are no way round.
    expect(typedNumbers({ ...content, title: ['关于12个账号的通报'] }).map(({ text }) => text)).toEqual(['12'])
    const dated = { ...content, title: ['关于2026年9月30日的通报（2026年）'] }
    expect(
      typedNumbers({ ...dated, blocks: [paragraph({ day: civilDate('2026-09-30'), text: '2026年9月30日' })] }),
    ).toEqual([])
    expect(typedNumbers(content)).toEqual([])
  })

  it('are held against their source before they are signed', () => {
    const [first, ...others] = content.annexes[0]!.rows
    const shorter = { ...content, annexes: [{ ...content.annexes[0]!, rows: [first!] }] }
    expect(others).toHaveLength(1)
    expect(() => checkNumbers(shorter, undefined)).toThrow('“2”与依据不符，按依据应为“1”')
  })

  it('print with rare characters and a paragraph of 4,000, the same in docx and pdf', async () => {
    const long = `“珺堃喆玥旻赟㮾”${'政务新媒体管理'.repeat(572)}`.slice(0, 4000)
    const paper = dispatchPaper({ ...content, blocks: [...content.blocks, paragraph(long)] }, marks)
    const [docx, pdf] = [await renderDocx(paper), await renderPdf(paper)]
    expect(squeezed(docxText(docx))).toBe(squeezed(paperText(paper)))
    expect(squeezed(await pdfText(pdf))).toBe(squeezed(paperText(paper)))
    expect(paperText(paper)).toContain(long)
    for (const words of ['临政务公开办〔2026〕3号', '2026年10月12日', '抄送：区委办公室。', '2026年10月13日印发'])
      expect(paperText(paper)).toContain(words)
  })

  it('print as a 函 in the format of letters: no 文件 on its head, no number on its first page, 抄送 alone at its end', async () => {
    const many = Array.from({ length: 24 }, () => paragraph('特此函告，请结合实际抓好落实。'))
    const letter = dispatchPaper(
      { ...content, annexes: [], blocks: many },
      { ...marks, dispatch: { ...issued, variant: 'letter' } },
    )
    const [docx, pdf] = [await renderDocx(letter), await renderPdf(letter)]
    expect(paperText(letter)).toMatch(/^临湖区政务公开领导小组办公室\n临政务公开办〔2026〕3号\n/u)
    expect(paperText(letter)).toMatch(/抄送：区委办公室。$/u)
    expect(squeezed(docxText(docx))).toBe(squeezed(paperText(letter)))
    expect(squeezed(await pdfText(pdf))).toBe(squeezed(paperText(letter)))
    const file = await openPdf(pdf)
    const foot = async (page: number) =>
      (await pdfPage(file, page)).flatMap(({ artifact, text }) => (artifact ? squeezed(text) : [])).join('')
    expect([await foot(1), await foot(2)]).toEqual(['', '—2—'])
    expect(docxPart(docx, 'word/document.xml')).toMatch(
      /<w:framePr [^>]*w:y="1701"[^>]*>.*临湖区政务公开领导小组办公室/u,
    )
    expect(docxPart(docx, 'word/document.xml')).toContain('<w:titlePg')
  })

  it('say 送审稿 until they are signed, and nothing once they are issued', () => {
    const at = (state: Parameters<typeof markLine>[0]['dispatch']['state']) =>
      markLine({ dispatch: { ...issued, state }, demo: false })
    expect((['drafting', 'checking', 'countersigning', 'clearing', 'signing'] as const).map(at)).toEqual(
      Array(5).fill('送审稿'),
    )
    expect((['signed', 'numbered', 'issued', 'closed', 'withdrawn'] as const).map(at)).toEqual([
      '已签发，尚未印发',
      '已签发，尚未印发',
      '',
      '',
      '',
    ])
  })

  it('are published without numbers by which people are reached, and not at all unless they are public', async () => {
    const told = { ...content, blocks: [paragraph('联系电话：13807300000，地址略。')] }
    expect(paperText(publicPaper(told, marks))).toContain('138****0000')
    expect(paperText(publicPaper(told, marks))).not.toContain('抄送')
    expect(paperText(publicPaper(content, marks))).toContain('2026年10月26日')
    for (const openness of ['on-request', 'not-public'] as const)
      for (const kind of ['public-pdf', 'public-docx'] as const)
        expect(
          await printDispatch({ dataDir: '/nowhere' }, content, { ...marks, dispatch: { ...issued, openness } }, kind),
        ).toBeUndefined()
  })
})

describe('a document number', () => {
  it('is read as the standard writes it, and what it skips is told', () => {
    expect(numberText(readNumber(' 临政务公开办〔2026〕3号 ', body, 2026))).toBe('临政务公开办〔2026〕3号')
    expect([skippedBefore(1, []), skippedBefore(4, [1, 2]), skippedBefore(2, [1, 5]), following([1, 5])]).toEqual([
      undefined,
      { from: 3, to: 3 },
      undefined,
      6,
    ])
  })
})
