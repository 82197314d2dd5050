import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maskNumbers } from './personal-numbers.ts'

describe('numbers that name a person, in a text', () => {
  it.each([
    ['联系人：13812345678', '联系人：138****5678'],
    ['请拨打 138-1234-5678。', '请拨打 138****5678。'],
    ['+86 138 1234 5678', '138****5678'],
    ['１３８１２３４５６７８', '１３８****５６７８'],
    ['href="tel:13812345678"', 'href="tel:138****5678"'],
    ['?phone=13812345678&a=1', '?phone=138****5678&a=1'],
    ['Tel13812345678', 'Tel138****5678'],
    ['身份证 110101199003078515 已核', '身份证 ****************15 已核'],
    ['身份证号：11010119900307851X', '身份证号：****************1X'],
    ['举报电话：0730-8123456', '举报电话：*********56'],
    ['座机：8123456', '座机：*****56'],
    ['卡号 6222 0212 3456 7890 123', '卡号 *****************23'],
    ['一三八零零零零一一一一', '*********一一'],
    ['邮箱 lihua@example.cn', '邮箱 l***@example.cn'],
    ['微信号：lihua_88', '微信号：******88'],
  ])('%j is shown as %j', (text, shown) => expect(maskNumbers(text)).toBe(shown))

  it.each([
    ['发布时间：2026-09-30 17:20'],
    ['2026-09-30T09:20:00.000Z'],
    ['国办发〔2018〕123号'],
    ['投资12345678元'],
    ['阅读 100000 次'],
    ['https://weibo.com/1234567890/4567890123456789'],
    ['统一社会信用代码 11430611MB1234567K'],
    ['2026年10月12日至2026年12月31日'],
  ])('%j stays', (text) => expect(maskNumbers(text)).toBe(text))

  it.each(['a', '1 ', 'a@', '12-', '电话', '一三 ', '*'])('are looked for in 400,000 letters of %j', (piece) => {
    expect(maskNumbers(`${piece.repeat(400_000 / piece.length)}，13812345678`)).toMatch(/138\*{4}5678$/)
  })

  it('leaves no mobile number readable, whatever stands around it', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^1[3-9]\d{9}$/), fc.stringMatching(/^[甲-龟，。 ]{0,6}$/), (number, words) => {
        expect(maskNumbers(`${words}${number}${words}`)).not.toContain(number)
      }),
    )
  })
})
