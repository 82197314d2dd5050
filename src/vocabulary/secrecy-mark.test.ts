import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bearsSecrecyMark } from './secrecy-mark.ts'

describe('the mark of a state secret', () => {
  it.each([
    ['机密★10年'],
    ['绝密★长期'],
    ['秘密★6个月'],
    ['秘密★三年'],
    ['机密★至2030年12月31日'],
    ['绝密★启用前　2026年春季学期期末考试'],
    ['绝密★'],
    ['绝密★　关于某事项的请示'],
    ['【机密★】关于某事项的请示'],
    ['机 密 ★ 10 年'],
    ['机　密　★　１０年'],
    ['机密级★5年'],
    ['機密★10年'],
    ['机密⭐10年'],
    ['机密☆长期'],
    ['机密\n★\n20年'],
    ['机\u200b密★10年'],
    ['正文写在前面，扫描件上还有“秘密★1年”字样'],
    ['工作秘密★1年'],
    ['密级：机密\n文号：临政〔2026〕1号'],
    ['000012\n机密\n特急\n临湖区人民政府文件'],
    ['秘密\n临政办〔2026〕8号\n关于某事的通知'],
    ['机密 10年\n关于某事的报告'],
    ['机密★特急'],
  ])('stands in %j', (text) => expect(bearsSecrecyMark(text)).toBe(true))

  it.each([
    ['商业秘密★5年'],
    ['依法保护企业商业秘密'],
    ['秘密花园春季开放'],
    ['秘密★基地亲子乐园开业'],
    ['★★★★★ 五星好评：景区的秘密'],
    ['机密文件不得上网，保密知识答题开始了'],
    ['国家秘密分为绝密、机密、秘密三级'],
    ['国家秘密标志形式为“密级★保密期限”'],
    ['泄露国家秘密的法律责任'],
    ['秘密'],
    ['秘密\n电影推介：周末去影院看什么'],
    ['揭开古镇的秘密\n临湖文旅'],
    ['密级：公开'],
    ['加密★10年经验的工程师'],
    ['保密★10年'],
    ['10年★机密'],
    [''],
  ])('does not stand in %j', (text) => expect(bearsSecrecyMark(text)).toBe(false))

  it.each([' ', '\n', '\u3000', '机密 ', '商 业 ', '密 级 '])('is looked for in 400,000 letters of %j', (piece) => {
    const long = piece.repeat(400_000 / piece.length)
    expect(bearsSecrecyMark(long)).toBe(false)
    expect(bearsSecrecyMark(`${long}\n绝密★长期`)).toBe(true)
  })

  it('is found wherever it stands, whatever is around it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (before, after) => {
        expect(bearsSecrecyMark(`${before}\n机密★10年\n${after}`)).toBe(true)
      }),
    )
  })
})
