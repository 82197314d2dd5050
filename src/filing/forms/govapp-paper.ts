import type { FormCell, FormPaper, FormRow } from '../../documents/index.ts'
import { type Platform, platforms } from '../../vocabulary/platforms.ts'
import type { Answers } from './answer.ts'
import { type FormField, fieldsOf, ticked } from './form.ts'
import { govAppForm } from './govapp-2026.ts'

// Ours until the official sheet is at hand (rulebook (b): 承诺+盖章).
const PROMISE = '本单位承诺：以上所填内容真实、准确、完整，如有不实，承担相应责任。'

const fields = new Map(fieldsOf(govAppForm).map((field) => [field.key, field]))
const COLUMNS = [20, 14, 18, 12, 36] as const
const REST = COLUMNS.length - 1
/** Millimetres. */
const HEIGHT = 9

const label = (text: string, rows = 1): FormCell => ({ lines: text.split('\n'), rows })
const value = (text: string, columns = 1): FormCell => ({ lines: [text], columns })
const linesOf = (text: string): string[] => text.split(/\r?\n/)
const told = (text: string, columns: number): FormCell => ({ lines: linesOf(text), columns, align: 'left' })

/** 应用程序备案表 of one app: what is asked, the promise, the places of 主要领导 and of the seal. */
export function govAppPaper(answers: Answers, about: { unit: { name: string } }): FormPaper {
  const at = (key: string) => answers[key] ?? ''
  const row = (...cells: FormCell[]): FormRow => ({ cells, height: HEIGHT })
  const whole = (key: string): FormRow => row(label(printed(key)), told(at(key), REST))
  return {
    title: govAppForm.title,
    columns: COLUMNS,
    rows: [
      row(label('填报单位'), value(about.unit.name, REST)),
      row(
        label('应用程序名称'),
        value(at('name'), 2),
        label('平台'),
        value(platforms[at('platform') as Platform]?.label ?? ''),
      ),
      row(label(printed('filingStatus')), value(tickedAt('filingStatus', answers), REST)),
      row(label('国家网信办\n备案编号'), value(at('cacFilingNo'), REST)),
      whole('projectApproval'),
      { cells: [label('功能设置'), { lines: settings(answers), columns: REST, align: 'left' }], height: 30 },
      ...securityRows(at),
      whole('acceptance'),
      row(label('本单位\n同类应用'), told(at('similarApps'), REST)),
      ...handlerRows(at),
      { cells: [label('承诺'), { lines: [PROMISE, '', ...signature], columns: REST, align: 'left' }], height: 50 },
    ],
  }
}

const signature = ['单位主要领导（签字）：', '', '单位（盖章）：', '', '　　　　年　　月　　日']

const printed = (key: string): string => fields.get(key)?.printed ?? ''
const tickedAt = (key: string, answers: Answers): string => ticked(fields.get(key)?.choices ?? {}, answers[key])

function settings(answers: Answers): string[] {
  const at = (key: string) => answers[key] ?? ''
  return [
    ...linesOf(`${printed('functionSettings')}：${at('functionSettings')}`),
    ...['fnCheckIn', 'fnRanking', 'fnOnlineTime'].map((key) => `${printed(key)} ${tickedAt(key, answers)}`),
    ...linesOf(`${printed('settingsReason')}：${at('settingsReason')}`),
  ]
}

function securityRows(at: (key: string) => string): FormRow[] {
  const asked: readonly FormField[] =
    govAppForm.groups.find(({ printed: group }) => group === '运维及安全保障')?.fields ?? []
  return asked.map((field, index) => ({
    cells: [
      ...(index === 0 ? [label('运维及\n安全保障', asked.length)] : []),
      label(field.printed),
      told(at(field.key), REST - 1),
    ],
    height: HEIGHT,
  }))
}

const handlerRows = (at: (key: string) => string): FormRow[] => [
  {
    cells: [
      label('经办人', 2),
      label(printed('handlerName')),
      value(at('handlerName')),
      label(printed('handlerPost')),
      value(at('handlerPost')),
    ],
    height: HEIGHT,
  },
  {
    cells: [
      label(printed('handlerPhone')),
      value(at('handlerPhone')),
      label(printed('handlerEmail')),
      value(at('handlerEmail')),
    ],
    height: HEIGHT,
  },
]
