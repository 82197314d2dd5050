import { addDays, systemClock } from '../../../src/calendar/index.ts'
import { photoOf } from '../paper-photo.ts'
import { workbookOf } from '../sheets.ts'

/** What somebody at a desk writes and chooses where words alone would be refused. All invented. */

const daysOn = (days: number): string => addDays(systemClock().today(), days)

// By what a field's name asks for.
const byField: [RegExp, string][] = [
  [/phone$/i, '0730-2345678'],
  [/url$|^link$|^href$/i, 'https://linhu.example/a'],
  [/^openedOn$/, '2019年6月'],
  [/^effectiveFrom$/, daysOn(1)],
  [/^(budgetYuan|staffCount|days|count|hours|minutes)$/, '3'],
]

const notice = `国务院办公厅关于2031年部分节假日安排的通知
一、元旦：1月1日放假，共1天。
二、春节：1月22日至28日放假调休，共7天。
三、清明节：4月5日放假，共1天。
四、劳动节：5月1日至5日放假调休，共5天。
五、端午节：6月24日放假，共1天。
六、中秋节、国庆节：10月1日至8日放假调休，共8天。`

// By the form's address.
const byForm: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '/settings': { value: '14' },
  '/delegations': { fromDay: daysOn(0), toDay: daysOn(3) },
  '/settings/indicators': { value: '启用' },
  '/settings/manuscripts': { value: '初审（本单位审核人员）政治、法律；终审（单位负责人）政策、保密、文字' },
  '/holidays': { text: notice },
  '/exchange/new': { dueAt: '2036-10-12T08:00' },
  '/upper-circulars/new': { named: '临湖区水务局｜临湖水务｜微信公众号｜更新不及时' },
  '/webhooks': { url: 'https://127.0.0.1/news' },
}

/** The value of one field; undefined: words do. `turn`: what must differ from one person to the next. */
export function typedInto(form: string, field: string, turn: string): string | undefined {
  if (form === '/users' && field === 'login') return `soak-${turn}`
  return byForm[form]?.[field] ?? byField.find(([name]) => name.test(field))?.[1]
}

const line = (turn: string) => [`临湖浸泡${turn}`, '临湖区水务局', '新浪微博', 8412, '方书遥 13800000001']
const head = ['名称', '主办单位', '平台类型', '粉丝量', '联系人及联系电话']

/** The file chosen in a form's file field: a table where tables are read, a photograph of a paper elsewhere. */
export async function chosenFile(form: string, turn: string): Promise<File> {
  if (form === '/imports/accounts')
    return named('附件2.xlsx', await workbookOf({ name: '附件2', rows: [head, line(turn)] }))
  if (form === '/imports/posts')
    return named(
      '发文.csv',
      new TextEncoder().encode('标题,发布时间,链接\n浸泡,2026-09-02 08:00,https://linhu.example/1\n'),
    )
  return named('签字页.jpg', await photoOf(`浸泡${turn}`))
}

const named = (name: string, bytes: Uint8Array) => new File([new Uint8Array(bytes)], name)
