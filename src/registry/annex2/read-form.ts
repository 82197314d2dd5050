import { readPreciseDate } from '../../calendar/index.ts'
import type { Form, Place } from './shapes.ts'

const BEFORE_NEXT =
  '(?=\\s*(?:填[报表]人|制表人|联系电话|电话|联系人|负责人|分管领导|审核人|填[报表](?:日期|时间)|日期|统计|单位[:：]|$))'
const UNIT = new RegExp(`填[报表]单位\\s*(?:[（(][^（()）]*章[）)])?\\s*[:：]\\s*(.*?)${BEFORE_NEXT}`)
const REPORTER = new RegExp(`(?:填[报表]人|制表人)\\s*[:：]\\s*(.*?)${BEFORE_NEXT}`)
// Kept as written (转801 too) in half width; a date behind it is none of it.
const PHONE =
  /(?:联系电话|联系方式|电话)\s*[:：]\s*([\d*(+][\d*\-()+转、,/]{2,}(?:[ -]+[\d*]{3,}(?!\d*年)[\d*\-()转]*)*)/
const UNTIL =
  /统计(?:时间|日期|数据)?\s*[:：]?\s*截[至止](?:时间|日期|到)?\s*[:：]?\s*(\d{4}[^。；;，,）)\s]*(?:\s*\d+[月日][^。；;，,）)\s]*)*)/
// What a person wrote about the day, where it can't be read; the blank of the printed form says nothing.
const COUNTED = /统计(?:时间|日期|数据)?\s*(?:[:：]|截[至止])[^。；;]*\d[^。；;]*/

/** True for a line of the form itself: what stands above and below the table, signatures included. */
export const isFormLine = (text: string) =>
  /填[报表](?:单位|人|日期|时间)|制表人|统计(?:时间|日期)|签字|盖章|签章|负责人[:：]|^单位[:：(（]/.test(text)

/** True where the notes of the form begin. */
export const isNote = (text: string) =>
  /^(?:注|备注|说明|填表说明|填写说明)\s*[:：1１.、]|^(?:填表|填写)说明/.test(text)

export const isTotal = (text: string) => /^(?:合\s*计|总\s*计|小\s*计|共\s*计)(?:$|[\s:：\d（(])/.test(text)

/** The cells of one line of the form that say something. */
export type FormLine = readonly (Place & { text: string })[]

/** Adds what one line says to what is known; the first value found stands. */
export function addFormLine(form: Form, line: FormLine): void {
  const text = line
    .map((cell) => cell.text)
    .join(' ')
    .replaceAll(/\s+/g, ' ')
  if (form.unit === null) {
    form.unit = valueOf(UNIT.exec(text)?.[1]?.replace(/[（(][^（()）]*章[）)]/g, ''))
    form.unitAt = placeOf(form.unit, line)
  }
  form.reporter ??= valueOf(REPORTER.exec(text)?.[1])
  form.phone ??= valueOf(PHONE.exec(text.normalize('NFKC').replaceAll(/[—–]/gu, '-'))?.[1])
  const counted = text.normalize('NFKC')
  const until = UNTIL.exec(counted)?.[1]
  if (until && form.countedUntil === null) form.countedUntil = dayOfText(until)
  form.countedFound ??= COUNTED.exec(counted)?.[0] ?? null
}

function dayOfText(text: string) {
  const read = readPreciseDate(text.replaceAll(' ', ''))
  return 'day' in read && read.precision === 'day' ? read.day : null
}

// 填表单位： and the name often stand in two cells: the one with the name is to be mended.
function placeOf(unit: string | null, line: FormLine): Place | null {
  if (unit === null) return null
  const at = line.find(({ text }) => text.includes(unit)) ?? line.find(({ text }) => /填[报表]单位/.test(text))
  return at ? { row: at.row, column: at.column } : null
}

const valueOf = (found: string | undefined) => found?.replace(/[_＿]+/g, '').trim() || null

export const emptyForm = (): Form => ({
  unit: null,
  unitAt: null,
  reporter: null,
  phone: null,
  countedUntil: null,
  countedFound: null,
})
