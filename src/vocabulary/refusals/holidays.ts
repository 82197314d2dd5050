import { entry } from './catalogue.ts'

export const holidayRefusals = {
  'holidays.notice-unreadable': entry<{ problems: string }>(
    422,
    ({ problems }) => `放假安排没有录入：${problems}请对照通知原文更正后重新粘贴。`,
  ),
}
