import { describe, expect, it } from 'vitest'
import { civilDate } from '../../calendar/index.ts'
import { compose } from './compose.ts'
import type { Paper } from './model.ts'
import { paperText } from './text.ts'

const bare: Paper = {
  kind: 'circular',
  title: ['关于政务新媒体监测情况的通报'],
  body: [],
  signature: { office: '临湖区人民政府办公室', day: civilDate('2026-10-09') },
}

const partsOf = (paper: Paper) => compose(paper).sections.flatMap(({ parts }) => parts)
const partOf = (paper: Paper, kind: string) => partsOf(paper).find(({ part }) => part === kind)

describe('what is printed', () => {
  it('closes the addressee with one colon, typed or not', () => {
    for (const addressee of ['各镇人民政府', '各镇人民政府：', '各镇人民政府:'])
      expect(paperText({ ...bare, addressee })).toContain('各镇人民政府：\n')
  })

  it('numbers annexes only when there are several, and names one that is a file of its own without printing it', () => {
    const one = paperText({ ...bare, annexes: [{ title: '名单', blocks: [] }] })
    expect(one).toContain('附件：名单')
    expect(one).toContain('附件\n名单')
    const two = compose({ ...bare, annexes: [{ title: '明细' }, { title: '名单', blocks: [], landscape: true }] })
    expect(two.sections.map(({ landscape }) => landscape)).toEqual([false, true])
    expect(two.sections[1]?.parts[0]).toMatchObject({ pieces: [{ text: '附件2', face: 'hei' }] })
  })

  it('places the office centred above the day, which stands four characters from the edge', () => {
    // 临湖区人民政府办公室 is 10 characters wide, 2026年10月9日 is 6.5.
    expect(partOf(bare, 'signature')).toMatchObject({ day: '2026年10月9日', dayIndent: 4, officeIndent: 2.25 })
  })

  it('moves a very long office to the edge and not beyond it', () => {
    const signature = { ...bare.signature, office: '临湖区推进政府职能转变和行政审批制度改革工作协调小组办公室' }
    expect(partOf({ ...bare, signature }, 'signature')).toMatchObject({ officeIndent: 0 })
  })

  it('prints the signer on an upward report and not on a circular', () => {
    const masthead = { issuer: '临湖区行政审批服务局文件', number: '临行审报〔2026〕18号', signer: '沈知远' }
    expect(paperText({ ...bare, kind: 'report', masthead })).toContain('签发人：沈知远')
    expect(paperText({ ...bare, masthead })).not.toContain('签发人')
  })

  it('makes a long issuer smaller so that it stays on one line of 442 pt', () => {
    const issuer = '临湖区推进政府职能转变和行政审批制度改革工作协调小组文件'
    const head = partOf({ ...bare, masthead: { issuer } }, 'masthead')
    expect(head).toMatchObject({ issuerPt: Math.floor(442 / issuer.length) })
  })

  it('keeps a short last paragraph on the page of the signature, and lets a long one break', () => {
    const keepOf = (words: string) =>
      partsOf({ ...bare, body: [{ kind: 'paragraph', runs: [words] }] }).find(
        (part) => part.part === 'line' && part.role === 'paragraph',
      )?.keep
    expect(keepOf('特此通报。')).toBe(true)
    expect(keepOf('文'.repeat(200))).toBe(false)
  })

  it('puts the 版记 at the end of the last sheet', () => {
    const colophon = { printedBy: '临湖区人民政府办公室', printedOn: civilDate('2026-10-09') }
    const sheet = compose({ ...bare, colophon, annexes: [{ title: '名单', blocks: [] }] })
    expect(sheet.sections.map(({ parts }) => parts.some(({ part }) => part === 'colophon'))).toEqual([false, true])
    expect(sheet.sections.at(-1)?.parts.at(-1)).toMatchObject({ printedOn: '2026年10月9日印发', copiesTo: '' })
  })
})

describe('what is refused', () => {
  it('refuses a row that does not fit its table', () => {
    const columns = [{ title: '序号', width: 1 }]
    expect(() => compose({ ...bare, body: [{ kind: 'table', columns, rows: [['1'], ['2', '多']] }] })).toThrow(/row 2/u)
  })

  it('refuses a drawing without a size', () => {
    const figure = { kind: 'figure' as const, svg: '<svg viewBox="0 0 1 1"/>', caption: '图', alt: '图' }
    expect(() => compose({ ...bare, body: [figure] })).toThrow(RangeError)
  })
})
