import { createHash } from 'node:crypto'
import { addDays, type CivilDate, type Instant } from '../calendar/index.ts'

/** Deadlines of one kind that end on one day: how many, never whose. */
export type FeedDeadline = { day: CivilDate; label: string; count: number; provisional: boolean }

type Feed = { owner: string; at: Instant; link: string }

/** A calendar of deadlines as RFC 5545 writes it: whole days, lines ended by CRLF and folded after 75 octets. */
export function calendarFeed(deadlines: readonly FeedDeadline[], { owner, at, link }: Feed): string {
  const stamp = at.replace(/[-:]|\.\d+/g, '')
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//GovMedia//deadlines//ZH',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `NAME:${escaped('政务新媒体监管期限')}`,
    `X-WR-CALNAME:${escaped('政务新媒体监管期限')}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT6H',
    'X-PUBLISHED-TTL:PT6H',
    ...deadlines.flatMap(({ day, label, count, provisional }) => [
      'BEGIN:VEVENT',
      `UID:${uidOf(owner, day, label)}`,
      `DTSTAMP:${stamp}`,
      `DTSTART;VALUE=DATE:${basic(day)}`,
      `DTEND;VALUE=DATE:${basic(addDays(day, 1))}`,
      `SUMMARY:${escaped(`${label} ${count} 件${provisional ? '（暂定）' : ''}`)}`,
      `DESCRIPTION:${escaped(`当日截止。${provisional ? '放假安排尚未公布，日期可能调整。' : ''}请登录工作台办理。\n${link}`)}`,
      `URL:${link}`,
      'TRANSP:TRANSPARENT',
      'END:VEVENT',
    ]),
    'END:VCALENDAR',
  ]
  return lines.map((line) => `${folded(line)}\r\n`).join('')
}

const basic = (day: CivilDate) => day.replaceAll('-', '')

// The same deadline keeps its entry from one reading to the next, and tells nothing of its reader.
const uidOf = (owner: string, day: CivilDate, label: string) =>
  `${createHash('sha256').update(`${owner}/${day}/${label}`).digest('hex').slice(0, 32)}@govmedia`

/** RFC 5545, 3.3.11: backslash, semicolon, comma and line ends of a text. */
const escaped = (text: string) => text.replace(/[\\;,]/g, '\\$&').replace(/\r\n|\r|\n/g, '\\n')

/** RFC 5545, 3.1: 75 octets a line, the rest after a space; a character is never cut in two. */
function folded(line: string): string {
  const parts: string[] = []
  let part = ''
  let octets = 0
  for (const sign of line) {
    const size = Buffer.byteLength(sign)
    if (octets + size > 75) {
      parts.push(part)
      part = ' '
      octets = 1
    }
    part += sign
    octets += size
  }
  return [...parts, part].join('\r\n')
}
