import { describe, expect, it } from 'vitest'
import { civilDate } from '../../calendar/index.ts'
import { checkText, seedEntries, seedLexicon, standardRules } from '../index.ts'

const on = civilDate('2026-10-12')
const found = (text: string) =>
  checkText(text, { rules: standardRules, lexicons: seedLexicon(), on }).findings.map(
    ({ rule, observed }) => `${rule}｜${observed}`,
  )

describe('numbers of persons are found where offices write them', () => {
  it.each<[string, string[]]>([
    ['联系人：张三/13812345678', ['mobile-number｜138****5678']],
    ['张三-13812345678', ['mobile-number｜138****5678']],
    ['13812345678/13987654321', ['mobile-number｜138****5678', 'mobile-number｜139****4321']],
    ['电话0730-8888888/13987654321', ['mobile-number｜139****4321']],
    ['138.1234.5678', ['mobile-number｜138****5678']],
    ['138 123 45678', ['mobile-number｜138****5678']],
    ['tel13812345678', ['mobile-number｜138****5678']],
    ['008613812345678', ['mobile-number｜138****5678']],
    ['身份证1101 0519 4912 3100 2X', ['identity-number｜11*************02X']],
    ['ID11010519491231002X', ['identity-number｜11*************02X']],
    ['护照（E12345678）', ['travel-document｜E1*****78']],
    ['护照号码为：E12345678', ['travel-document｜E1*****78']],
    ['粤Z1234港', ['number-plate｜粤Z***4港']],
    ['a@qq.com', ['mail-address｜***@qq.com']],
    // A variation selector has no ink: what it parts is read as one.
    ['138\ufe0f12345678', ['mobile-number｜138****5678']],
    ['攻\u{e0100}府', ['lexicon:通报/攻府｜攻府']],
    ['机\ufe0f密★1年', ['secrecy-mark｜']],
    ['机\u202e密★1年', ['secrecy-mark｜']],
    ['https://www.gov.cn@example.com/a', ['false-host｜https://www.gov.cn@example.com/a']],
  ])('%j', (text, expected) => expect(found(text).toSorted()).toEqual(expected.toSorted()))

  it.each([
    'https://www.example.gov.cn/13812345678',
    'https://www.example.gov.cn/a?id=13812345678',
    '项目代码2304-430611-04-01-13812345678',
    'A-13812345678',
    '投资1381234.5678万元',
    '执行新GB18030标准',
    '按照新GB50016-2014设计',
    '1️⃣ 报名 ☎️ ❤️‍🔥 ①\ufe0f',
    '林证字（2014）第001号',
  ])('%j is none', (text) => expect(found(text)).toEqual([]))
})

describe('a day', () => {
  it.each([
    '2026年10月13日，周一至周五照常办公。',
    '自2026年10月13日起施行，星期一至星期五受理。',
    '2026年10月13日（星期一、星期三、星期五）',
    '2026年2月10日，春节临近，各地走访慰问。',
    '2026年9月20日，中秋节来临之际，区教育局看望教师。',
    '6月10日，端午节系列活动启动。',
    '2026年9月28日，重阳节敬老活动在敬老院举行。',
  ])('beside what is said of other days stays: %s', (text) => expect(found(text)).toEqual([]))

  it.each<[string, string]>([
    ['2026年10月13日（星期一）至10月15日（星期四）', 'weekday-clash｜星期一'],
    ['2026年10月13日周一，会议召开。', 'weekday-clash｜周一'],
    ['2026年9月24日是中秋节。', 'lunar-clash｜2026年9月24日是中秋节'],
    ['2026年2月15日（除夕）', 'lunar-clash｜2026年2月15日（除夕'],
  ])('that is another one is told: %s', (text, expected) => expect(found(text)).toEqual([expected]))
})

describe('words that meet by chance', () => {
  it.each([
    '只有有资质的单位才能参加，难以以书面形式告知，但是是否合规要核对。',
    '应对对外贸易的变化，饱和和未饱和，转向向上的趋势。',
    '海关健康申报，机关健身活动，机关健全制度，公关健将。',
    '恢复盖章，批复盖章，修复盖板。',
    '布局紧凑和美观，酒精萃取，一揽子货币政策。',
    '摸清质量底数，水平底座，贯穿带动，排名第一但仍有差距。',
  ])('stay: %s', (text) => expect(found(text)).toEqual([]))

  it.each<[string, string]>([
    ['关健是抓落实。', 'lexicon:通报/关健｜关健'],
    ['植被复盖率达60%。', 'lexicon:通报/复盖｜复盖'],
    ['办事效率底的问题。', 'lexicon:通报/效率底｜效率底'],
    ['一但发现险情。', 'lexicon:通报/一但｜一但'],
    ['是是这样的。', 'doubled-characters｜是是'],
    ['我们有有信心。', 'doubled-characters｜有有'],
  ])('and are told where they are wrong: %s', (text, expected) => expect(found(text)).toContain(expected))
})

it('no line of the list of seeds is void: each has words that a text may bear, and says nothing of them only within an excuse', () => {
  const void_ = seedEntries().filter(
    ({ wrong, right, excuses = [] }) => wrong.length < 2 || wrong === right || excuses.includes(wrong),
  )
  expect(void_.map(({ id }) => id)).toEqual([])
})
