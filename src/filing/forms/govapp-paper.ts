import type { FormCell, FormPaper, FormRow } from '../../documents/index.ts'
import { type Platform, platforms } from '../../vocabulary/platforms.ts'
import type { Answers } from './answer.ts'
import { type FormField, fieldsOf, ticked } from './form.ts'
import { govAppForm } from './govapp-2026.ts'

// Ours until the official sheet is at hand (rulebook (b): 承诺+盖章).
const PROMISE = '本单位承诺：以上所填内容真实、准确、完整，如有不实，承担相应责任。'

const fields = new Map(fieldsOf(govAppForm).map((field) => [field.key, field]))
const COLUMNS = 6

const label = (text: string, rows = 1): FormCell => ({ lines: text.split('\n'), rows })
const value = (text: string, columns: number): FormCell => ({
  lines: text.split('\n'),
  columns,
  align: text.includes('\n') || text.length > 20 ? 'left' : 'center',
})

/** 应用程序备案表 of one app: what is asked, the promise, the places of 主要领导 and of the seal. */
export function govAppPaper(answers: Answers, about: { unit: { name: string } }): FormPaper {
  const at = (key: string) => answers[key] ?? ''
  const row = (...cells: FormCell[]): FormRow => ({ cells, height: 10 })
  const whole = (key: string): FormRow => row(label(printed(key)), value(at(key), COLUMNS - 1))
  return {
    title: govAppForm.title,
    columns: [18, 15, 17, 14, 18, 18],
    rows: [
      row(label('填报单位'), value(about.unit.name, 5)),
      row(
        label('应用程序名称'),
        value(at('name'), 2),
        label('平台'),
        value(platforms[at('platform') as Platform]?.label ?? '', 2),
      ),
      row(
        label('网信备案情况'),
        value(tickedAt('filingStatus', answers), 2),
        label('国家网信办\n备案编号'),
        value(at('cacFilingNo'), 2),
      ),
      whole('projectApproval'),
      { cells: [label('功能设置'), { lines: settings(answers), columns: 5, align: 'left' }], height: 30 },
      ...securityRows(at),
      whole('acceptance'),
      whole('similarApps'),
      ...handlerRows(at),
      { cells: [label('承诺'), { lines: [PROMISE, '', ...signature], columns: 5, align: 'left' }], height: 52 },
    ],
  }
}

const signature = ['单位主要领导（签字）：', '', '单位（盖章）：', '', '　　　　年　　月　　日']

const printed = (key: string): string => fields.get(key)?.printed ?? ''
const tickedAt = (key: string, answers: Answers): string => ticked(fields.get(key)?.choices ?? {}, answers[key])

function settings(answers: Answers): string[] {
  const at = (key: string) => answers[key] ?? ''
  return [
    ...`${printed('functionSettings')}：${at('functionSettings')}`.split('\n'),
    ...['fnCheckIn', 'fnRanking', 'fnOnlineTime'].map((key) => `${printed(key)} ${tickedAt(key, answers)}`),
    ...`${printed('settingsReason')}：${at('settingsReason')}`.split('\n'),
  ]
}

function securityRows(at: (key: string) => string): FormRow[] {
  const asked: readonly FormField[] =
    govAppForm.groups.find(({ printed: group }) => group === '运维及安全保障')?.fields ?? []
  return asked.map((field, index) => ({
    cells: [
      ...(index === 0 ? [label('运维及\n安全保障', asked.length)] : []),
      label(field.printed),
      value(at(field.key), COLUMNS - 2),
    ],
    height: 10,
  }))
}

const handlerRows = (at: (key: string) => string): FormRow[] => [
  {
    cells: [
      label('经办人', 2),
      label(printed('handlerName')),
      value(at('handlerName'), 1),
      label(printed('handlerPost')),
      value(at('handlerPost'), 2),
    ],
    height: 10,
  },
  {
    cells: [
      label(printed('handlerPhone')),
      value(at('handlerPhone'), 1),
      label(printed('handlerEmail')),
      value(at('handlerEmail'), 2),
    ],
    height: 10,
  },
]
