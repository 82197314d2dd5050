import { expect, it } from 'vitest'
import { civilDate, instantFromLocal } from '../../calendar/index.ts'
import type { LetterContent } from './content.ts'
import { unboundNumbers } from './numbers.ts'
import { paperText } from '../../documents/index.ts'
import { letterPaper, resultOf } from './paper.ts'
import { maskedLetter } from './print-letter.ts'

const at = (text: string) => instantFromLocal(text)!
const answer = { unitName: '临湖区水务局', asked: [], answeredAt: at('2026-10-12 11:40'), forUnit: false }
const content: Omit<LetterContent, 'sections' | 'ownSource'> = {
  office: '临湖区政府办公室',
  addressee: '省政府办公厅',
  title: '核查更新情况',
  asked: '请于3日内核查7个账号，今日17:00前反馈。',
  channel: 'document',
  channelName: '湘政务函〔2026〕9号',
  receivedAt: at('2026-10-12 08:50'),
  dueAt: at('2026-10-12 17:00'),
  answers: [{ ...answer, answer: '已整改十二个账号，更新率98.5%' }],
  facts: [],
  compiledAt: at('2026-10-12 13:00'),
  signedOn: null,
  number: null,
  lateBy: 0,
}

it.each<[string, string[]]>([
  ['7个账号、12个账号已整改，更新率98.5%', []],
  ['2026年10月12日收到，10月12日17时前、11时40分、08:50；三日内、3日内办结', []],
  ['湘政务函〔2026〕9号收悉', []],
  ['1．核查；\n2．整改。\n（3）回访。①通报', []],
  ['三项措施，两个方面，一次性办结', []],
  // Parts of a day bear out no count, nor another day.
  ['整改10个账号', ['10']],
  ['10月13日办结', ['10月13日']],
  ['2026年9月12日办结', ['2026年9月12日']],
  ['17时30分办结', ['17时30分']],
  ['二十三个账号未更新，8个已关停', ['8', '二十三']],
  ['完成百分之九十。', ['百分之九十']],
  ['更新率98%', ['98%']],
])('%s', (result, unbound) => {
  expect(unboundNumbers({ opening: '收悉。', result, next: '督促落实。' }, content)).toEqual(unbound)
})

it('nobody is said to have checked who gave no answer', () => {
  const none = { ...answer, answer: null, answeredAt: null }
  const said = { ...answer, answer: '已核查' }
  expect(resultOf([said, said], [])).toBe('有关单位核查情况见上。')
  expect(resultOf([none, said], [])).toContain('其余单位的情况尚未核对完毕')
  expect(resultOf([none], [])).toContain('尚未核对完毕')
})

it('what a unit typed names no number of a person; in a masked folder nothing does', () => {
  const typed = { ...answer, answer: '请联系 13812345678' }
  const sections = { opening: '收悉。', result: '联系人电话 13900002222', next: '督促。' }
  const whole: LetterContent = { ...content, sections, ownSource: '', answers: [typed] }
  const told = (one: LetterContent) => paperText(letterPaper(one, { signedOn: civilDate('2026-10-12'), notice: '' }))
  expect(told(whole)).toContain('138****5678')
  // What the office itself writes into its letter is its own.
  expect(told(whole)).toContain('13900002222')
  const masked = maskedLetter({ content: whole }).content
  expect(told(masked)).not.toMatch(/13812345678|13900002222/u)
  expect([masked.receivedAt, masked.channelName]).toEqual([whole.receivedAt, whole.channelName])
})
