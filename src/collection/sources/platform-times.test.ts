import { describe, expect, it } from 'vitest'
import { instant } from '../../calendar/index.ts'
import { secondsIn, timeFound, weiboTime } from './platform-times.ts'

const now = instant('2026-10-12T09:00:00+08:00')
const on = (found: string | null) => timeFound(found, now).publishedOn
const inSeconds = (moment: string) => secondsIn(Date.parse(moment) / 1000, now)

describe('the time of a post', () => {
  it.each([
    ['2026-10-11T23:59:59Z', '2026-10-12'],
    ['2026-10-11T23:59:59', '2026-10-11'],
    ['2026-10-12', '2026-10-12'],
    ['2026-10-13', null],
    ['2026-10-13T00:59:59Z', '2026-10-12'],
    ['2026-10-13T01:00:01Z', null],
    ['2026-10', null],
    ['2026', null],
    ['1989-12-31T23:00:00Z', null],
    ['1970-01-01', null],
    ['0001-01-01T00:00:00Z', null],
    [null, null],
  ])('%s is of %s', (found, wanted) => expect(on(found)).toBe(wanted))

  it('is never later than the clock says', () => {
    expect(timeFound('2026-10-12T20:00:00', now).publishedAt).toBe(now)
    expect(inSeconds('2026-10-12T20:00:00+08:00')).toBe(now)
    expect(weiboTime('Mon Oct 12 20:00:00 +0800 2026', now)).toBe(now)
    expect(inSeconds('2026-10-12T08:00:00+08:00')).toBe('2026-10-12T00:00:00.000Z')
  })

  it('is none where a platform’s clock is more than a day ahead, or says nothing', () => {
    expect(inSeconds('2026-10-13T09:00:01+08:00')).toBeNull()
    for (const found of [0, null, '1760000000', Number.NaN]) expect(secondsIn(found, now)).toBeNull()
    expect(weiboTime('刚刚', now)).toBeNull()
  })
})
