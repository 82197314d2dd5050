import { expect, it } from 'vitest'
import { civilDate, instant } from '../calendar/index.ts'
import { calendarFeed } from './calendar-feed.ts'

const feed = (label = '清理事项办理', provisional = false) =>
  calendarFeed([{ day: civilDate('2026-12-31'), label, count: 3, provisional }], {
    owner: 'u1',
    at: instant('2026-11-28T04:30:00.123Z'),
    link: 'https://media.example.gov.cn/',
  })

/** As a calendar program reads it: folds undone, then lines. */
const unfolded = (text: string) => text.replaceAll('\r\n ', '').split('\r\n')

it('writes a deadline as a whole day, which ends before the next', () => {
  const lines = unfolded(feed())
  expect(lines).toEqual(
    expect.arrayContaining([
      'DTSTAMP:20261128T043000Z',
      'DTSTART;VALUE=DATE:20261231',
      'DTEND;VALUE=DATE:20270101',
      'SUMMARY:清理事项办理 3 件',
    ]),
  )
  expect([lines[0], lines.at(-2), lines.at(-1)]).toEqual(['BEGIN:VCALENDAR', 'END:VCALENDAR', ''])
  expect(feed().replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
})

it('escapes what would end a value, and says what may still move', () => {
  expect(unfolded(feed('甲,乙;丙\\丁\n戊', true))).toContain('SUMMARY:甲\\,乙\\;丙\\\\丁\\n戊 3 件（暂定）')
})

it('folds after 75 octets at the most, and cuts no character', () => {
  // Lengths around the fold in every phase of three-octet characters.
  for (let length = 18; length < 60; length++) {
    const text = feed('x'.repeat(length % 3) + '期'.repeat(length))
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
    expect(text).not.toContain('\ufffd')
    expect(unfolded(text)).toContain(`SUMMARY:${'x'.repeat(length % 3)}${'期'.repeat(length)} 3 件`)
  }
})

it('keeps the entry of a deadline from one reading to the next, and no two entries are one', () => {
  const uid = (text: string) => unfolded(text).find((line) => line.startsWith('UID:'))
  expect(uid(feed())).toBe(uid(feed()))
  expect(uid(feed())).not.toBe(uid(feed('人员交接')))
  expect(uid(feed())).not.toContain('u1')
})
