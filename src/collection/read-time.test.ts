import { describe, expect, it } from 'vitest'
import type { Cell } from '../documents/index.ts'
import { readTime } from './read-time.ts'

const text = (found: string): Cell => ({ kind: 'text', text: found })
const number = (value: number): Cell => ({ kind: 'number', text: String(value), number: value })

describe('a time without an offset is Asia/Shanghai', () => {
  it.each([
    ['2026-09-30 16:05', '2026-09-30T08:05:00.000Z', '2026-09-30'],
    ['2026/9/30 16:05:09', '2026-09-30T08:05:09.000Z', '2026-09-30'],
    ['2026年9月30日 16:05', '2026-09-30T08:05:00.000Z', '2026-09-30'],
    ['2026年9月30日16时05分', '2026-09-30T08:05:00.000Z', '2026-09-30'],
    ['２０２６-09-30 00:30', '2026-09-29T16:30:00.000Z', '2026-09-30'],
    ['2026-09-30 下午4:05', '2026-09-30T08:05:00.000Z', '2026-09-30'],
    ['2026-09-30 中午1:05', '2026-09-30T05:05:00.000Z', '2026-09-30'],
    ['2026-09-30 凌晨12:30', '2026-09-29T16:30:00.000Z', '2026-09-30'],
    ['2026-09-30T16:30:00Z', '2026-09-30T16:30:00.000Z', '2026-10-01'],
    ['2026-09-30T16:30:00+08:00', '2026-09-30T08:30:00.000Z', '2026-09-30'],
  ])('reads %s', (found, at, on) => {
    expect(readTime(text(found))).toEqual({ at, on, precision: 'moment' })
  })
})

describe('a day alone stays a day', () => {
  it.each(['2026-09-30', '2026/9/30', '2026.9.30', '2026年9月30日', '20260930'])('reads %s', (found) => {
    expect(readTime(text(found))).toEqual({ at: null, on: '2026-09-30', precision: 'day' })
  })
  it('also as a date cell of a workbook, and as a serial number without a date format', () => {
    expect(readTime({ kind: 'date', text: '2026/9/30', iso: '2026-09-30' })?.on).toBe('2026-09-30')
    expect(readTime(number(46_295))).toEqual({ at: null, on: '2026-09-30', precision: 'day' })
    expect(readTime(number(46_295.5))).toEqual({
      at: '2026-09-30T04:00:00.000Z',
      on: '2026-09-30',
      precision: 'moment',
    })
  })
})

it('keeps a post without a time: it counts for nothing (rulebook (i)3)', () => {
  for (const blank of ['', ' ', '-', '—', '无'])
    expect(readTime(text(blank))).toEqual({ at: null, on: null, precision: 'none' })
})

it.each(['昨天', '2026-09-30 晚上12:30', '3天前', '2026-02-30', '2026-13-01', '2026-09-30 25:00', '9月30日', '待定'])(
  'does not guess what %s means',
  (found) => {
    expect(readTime(text(found))).toBeUndefined()
  },
)
