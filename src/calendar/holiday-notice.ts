import { addDays, type CivilDate, civilDate, daysBetween, isCivilDate, weekday } from './civil-date.ts'
import { type CalendarDay, type Deadline, deadlineAfter, type WorkCalendar, type YearTable } from './work-calendar.ts'

/** 国务院办公厅关于某年部分节假日安排的通知, as read. `days` holds holidays and make-up working days. */
export type HolidayNotice = { year: number; title: string; documentNumber: string | null; days: CalendarDay[] }

/** What is wrong with a line of the pasted notice, for the person who pasted it. */
export type NoticeProblem = { line: number; text: string; sentence: string }

const names = ['元旦', '春节', '清明节', '劳动节', '端午节', '中秋节', '国庆节']
const holidayLine = /^[一二三四五六七八九十]+、\s*([^：:]+)[：:]\s*(.*)$/
// A year stands before the month where the span reaches into the year before (notices of 2019 and 2023).
const dated = String.raw`(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日(?:[（(]([^）)]*)[）)])?`
const span = new RegExp(
  String.raw`${dated}(?:至(?:(?:(\d{4})年)?(\d{1,2})月)?(\d{1,2})日(?:[（(]([^）)]*)[）)])?)?放假`,
)
const workday = new RegExp(dated, 'g')
const weekdayNames = '一二三四五六日'

/**
 * Reads the text of the State Council's yearly notice. Every statement is checked against the calendar: the weekday in
 * brackets, the stated number of days, seven holidays, no day twice. Answers the notice, or what is wrong by line.
 */
export function readHolidayNotice(text: string): HolidayNotice | { problems: NoticeProblem[] } {
  const lines = text
    .normalize('NFKC')
    .split(/\r?\n/)
    .map((line) => line.trim())
  const joined = lines.join('')
  const year = Number(/关于(\d{4})年部分节假日安排/.exec(joined)?.[1])
  if (!year)
    return {
      problems: [
        { line: 1, text: lines[0] ?? '', sentence: '没有找到“关于××××年部分节假日安排的通知”的标题，请粘贴通知全文。' },
      ],
    }
  const problems: NoticeProblem[] = []
  const days: CalendarDay[] = []
  for (const [at, line] of lines.entries()) {
    const match = holidayLine.exec(line)
    if (!match) continue
    const read = readLine(year, match[1] ?? '', match[2] ?? '')
    if (typeof read === 'string') problems.push({ line: at + 1, text: line, sentence: read })
    else days.push(...read)
  }
  problems.push(...wholeProblems(days, problems.length))
  if (problems.length > 0) return { problems }
  const documentNumber = /国办发明电(?:\[|〔)\d{4}(?:\]|〕)\d+号/.exec(joined)?.[0] ?? null
  days.sort((a, b) => (a.day < b.day ? -1 : 1))
  return { year, title: `国务院办公厅关于${year}年部分节假日安排的通知`, documentNumber, days }
}

function readLine(year: number, found: string, statement: string): CalendarDay[] | string {
  const label = found.replace(/\s/g, '')
  const joint = label.split('、').every((part) => names.some((name) => name.startsWith(part.replace(/节$/, ''))))
  if (!joint) return `“${label}”不是法定节日名称。`
  const holidays = holidaySpan(year, label, statement)
  if (typeof holidays === 'string') return holidays
  const workdays = workdaysIn(year, label, statement, holidays)
  return typeof workdays === 'string' ? workdays : [...holidays, ...workdays]
}

function holidaySpan(year: number, name: string, statement: string): CalendarDay[] | string {
  const match = span.exec(statement)
  if (!match) return '没有读到“几月几日至几日放假”。'
  const [, y1, m1 = '', d1 = '', w1, y2, m2, d2, w2] = match
  const firstYear = Number(y1 ?? year)
  const first = dayIn(firstYear, m1, d1)
  const last = d2 === undefined ? first : dayIn(Number(y2 ?? firstYear), m2 ?? m1, d2)
  if (!first || !last || last < first) return '放假的起止日期不成立。'
  const wrong = wrongWeekday(first, w1) ?? (d2 === undefined ? undefined : wrongWeekday(last, w2))
  if (wrong) return wrong
  const length = daysBetween(first, last) + 1
  const stated = /共(\d+)天/.exec(statement)?.[1]
  if (stated !== undefined && Number(stated) !== length) return `写明共 ${stated} 天，起止日期却是 ${length} 天。`
  return Array.from({ length }, (_, at) => ({ day: addDays(first, at), kind: 'holiday', name }))
}

function workdaysIn(
  year: number,
  name: string,
  statement: string,
  holidays: readonly CalendarDay[],
): CalendarDay[] | string {
  const days: CalendarDay[] = []
  for (const list of workdayLists(statement)) {
    for (const [, stated, month = '', date = '', onWeekday] of list.matchAll(workday)) {
      const day = dayIn(Number(stated ?? year), month, date)
      if (!day) return `没有 ${month}月${date}日 这一天。`
      const wrong = wrongWeekday(day, onWeekday)
      if (wrong) return wrong
      if (weekday(day) <= 5) return `${month}月${date}日是工作日，不必写明上班。`
      if (holidays.some((holiday) => holiday.day === day)) return `${month}月${date}日既放假又上班。`
      days.push({ day, kind: 'workday', name })
    }
  }
  return days
}

/** The dates of each sentence that ends in 上班, without the holiday that may stand before them in the same sentence. */
const workdayLists = (statement: string): string[] =>
  statement
    .split(/[。；;]/)
    .filter((sentence) => sentence.trim().endsWith('上班'))
    .map((sentence) => sentence.split(/放假|调休|共\d+天/).at(-1) ?? '')

function wholeProblems(days: readonly CalendarDay[], earlier: number): NoticeProblem[] {
  const problem = (sentence: string): NoticeProblem => ({ line: 0, text: '', sentence })
  const missing = names.filter(
    (name) =>
      !days.some(
        (day) =>
          day.kind === 'holiday' && day.name.split('、').some((part) => name.startsWith(part.replace(/节$/, ''))),
      ),
  )
  const twice = days.find((day, at) => days.findIndex((other) => other.day === day.day) !== at)
  return [
    ...(missing.length > 0 && earlier === 0
      ? [problem(`没有读到${missing.join('、')}的安排，请核对粘贴的全文。`)]
      : []),
    ...(twice ? [problem(`${twice.day} 出现了两次，请核对。`)] : []),
  ]
}

function dayIn(year: number, month: string, date: string): CivilDate | undefined {
  const text = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`
  return isCivilDate(text) ? civilDate(text) : undefined
}

function wrongWeekday(day: CivilDate, stated: string | undefined): string | undefined {
  const found =
    stated === undefined ? undefined : /(?:周|星期)([一二三四五六日天])/.exec(stated)?.[1]?.replace('天', '日')
  const actual = weekdayNames[weekday(day) - 1]
  return found !== undefined && found !== actual
    ? `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日是周${actual}，不是周${found}。`
    : undefined
}

/** An open deadline with what it was computed from. */
export type OpenDeadline = { id: string; label: string; from: CivilDate; days: number; kind: 'natural' | 'working' }
export type MovedDeadline = OpenDeadline & { before: Deadline; after: Deadline }

/** Which open deadlines a new year's table moves, or makes certain. */
export function movedDeadlines(
  before: WorkCalendar,
  after: WorkCalendar,
  open: readonly OpenDeadline[],
): MovedDeadline[] {
  return open
    .map((deadline) => ({
      ...deadline,
      before: deadlineAfter(before, deadline),
      after: deadlineAfter(after, deadline),
    }))
    .filter((moved) => moved.before.day !== moved.after.day || moved.before.provisional !== moved.after.provisional)
}

/** The table to store for a read notice. */
export const tableOf = ({ year, days }: HolidayNotice): YearTable => ({ year, status: 'official', days })
