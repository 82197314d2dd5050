import { entry } from './catalogue.ts'

export const holidayRefusals = {
  'holidays.change-waiting': entry<{ year: number }>(
    409,
    ({ year }) => `${year} 年放假安排已有一项更正等待第二人确认，请先办结该项。`,
  ),
  'holidays.notice-unreadable': entry<{ problems: string }>(
    422,
    ({ problems }) => `放假安排没有录入：${problems}请对照通知原文更正后重新粘贴。`,
  ),
}
