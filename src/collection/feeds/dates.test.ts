import { describe, expect, it } from 'vitest'
import { readFeedTime } from './dates.ts'

const at = '2026-09-30T09:20:00Z'

describe('times of feeds', () => {
  it.each([
    ['2026-09-30T09:20:00Z', at],
    ['2026-09-30T17:20:00+08:00', at],
    ['2026-09-30T17:20:00.123+0800', at],
    ['2026-09-30 17:20:00 +08:00', at],
    ['20260930T092000Z', at],
    ['2026-273T09:20Z', at],
    ['Wed, 30 Sep 2026 09:20:00 GMT', at],
    ['Wed, 30 Sep 2026 17:20:00 +0800', at],
    ['Wed, 30 Sep 26 04:20:00 EST', at],
    ['Wednesday, 30-Sep-2026 09:20:00 UTC', at],
    ['30 September 2026 5:20 pm +0800', at],
    ['Wed Sep 30 09:20:00 UTC 2026', at],
    ['Wed, Sep 30 2026 09:20:00 Z', at],
    ['Wed Sep 30 2026 17:20:00 GMT+0800 (中国标准时间)', at],
    ['周三, 30 九月 2026 17:20:00 +0800', at],
    ['星期三, 30 9月 2026 09:20:00 GMT', at],
    ['Fri, 2026/09/30 05:20:00 EDT', at],
    ['2026-09-30 T17:20:00+08:00', at],
    ['2026-009-30T09:20:00Z', at],
    ['Wed, 30 Sep 2026 09:20:00 Etc/GMT', at],
    ['Wed, 30 Sep 2026 11:20:00 MEST', at],
    ['Wed, 30 September 2026 02:20:00 PT', '2026-09-30T10:20:00Z'],
    ['1790760000', at],
    ['1790760000000', at],
  ])('%s is a moment', (text, wanted) => expect(readFeedTime(text)).toBe(wanted))

  it.each([
    ['2026-09-30 17:20', '2026-09-30T17:20:00'],
    ['2026年9月30日 17:20', '2026-09-30T17:20:00'],
    ['2026年9月30日 下午5:20', '2026-09-30T17:20:00'],
    ['2026年9月30日 17时20分', '2026-09-30T17:20:00'],
    ['2026年9月30日 傍晚 5:20', '2026-09-30T17:20:00'],
    ['2026-09-30 早上 8:05', '2026-09-30T08:05:00'],
    ['Wed, 30 Sep 2026 17:20:00', '2026-09-30T17:20:00'],
    ['2026/9/30', '2026-09-30'],
    ['2026年9月30日', '2026-09-30'],
    ['2026-09', '2026-09'],
    ['2026', '2026'],
    ['20260930', '2026-09-30'],
  ])('%s says no zone, and none is made up', (text, wanted) => expect(readFeedTime(text)).toBe(wanted))

  it('CST is China where Java prints it, and America where RFC 822 does', () => {
    expect(readFeedTime('Wed Sep 30 17:20:00 CST 2026')).toBe(at)
    expect(readFeedTime('Wed, 30 Sep 2026 03:20:00 CST')).toBe(at)
  })

  it('a leap second is the last second of its minute', () =>
    expect(readFeedTime('2026-06-30T23:59:60Z')).toBe('2026-06-30T23:59:59Z'))

  it.each([
    '',
    '昨天',
    '3小时前',
    '2026-02-30',
    '2026-13-01',
    '30 Feb 2026 10:00:00 GMT',
    '2026-09-30T25:00:00Z',
    // A half of the day that isn't understood would put it twelve hours off.
    '2026-09-30 黄昏 5:20',
    '2026-09-30T17:20:00+08:99',
    '2026-09-30T17:20:00+99:00',
    '9999-12-31T23:59:59-08:00',
    'x'.repeat(500),
  ])('“%s” is no time', (text) => expect(readFeedTime(text)).toBeNull())
})
