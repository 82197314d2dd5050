import { describe, expect, it } from 'vitest'
import { civilDate, instant } from '../../calendar/index.ts'
import { hoursOn, inForce, type MaintenanceWindow, nextAfter, sendsAgainAt, stretchesIn, windowWords } from './model.ts'

const at = (text: string) => instant(`${text.replace(' ', 'T')}:00+08:00`)
const window = (more: Partial<MaintenanceWindow>): MaintenanceWindow => ({
  id: 'w',
  from: at('2026-10-01 12:00'),
  to: null,
  daily: null,
  reason: '检修',
  ...more,
})
const nightly = window({ daily: { from: 22 * 60, to: 6 * 60 }, reason: '夜间' })
const noon = window({ daily: { from: 12 * 60, to: 13 * 60 + 30 } })
const move = window({ from: at('2026-10-12 20:00'), to: at('2026-10-14 08:00'), reason: '机房搬迁' })
const found = (windows: MaintenanceWindow[], from: string, to: string) =>
  stretchesIn(windows, { from: at(from), to: at(to) }).map((one) => [one.from, one.to])

describe('维护时段', () => {
  it.each([
    [nightly, '2026-10-12 21:59', false],
    [nightly, '2026-10-12 22:00', true],
    [nightly, '2026-10-13 05:59', true],
    [nightly, '2026-10-13 06:00', false],
    [noon, '2026-10-12 11:59', false],
    [noon, '2026-10-12 12:00', true],
    [noon, '2026-10-12 13:30', false],
    // Nothing held before it was set, nor since it was lifted.
    [noon, '2026-09-30 12:30', false],
    [{ ...noon, to: at('2026-10-12 12:10') }, '2026-10-12 12:10', false],
    [{ ...nightly, from: at('2026-10-12 23:00') }, '2026-10-12 22:30', false],
    [{ ...nightly, from: at('2026-10-12 23:00') }, '2026-10-12 23:00', true],
    [move, '2026-10-12 19:59', false],
    [move, '2026-10-13 12:00', true],
    [move, '2026-10-14 08:00', false],
  ])('holds from its beginning, and no more at its end', (one, moment, holds) =>
    expect(inForce([one], at(moment)) !== undefined).toBe(holds),
  )

  it('where several hold, is the one that ends last', () => {
    for (const windows of [
      [nightly, move],
      [move, nightly],
    ])
      expect(inForce(windows, at('2026-10-12 23:00'))).toMatchObject({ to: move.to, reason: '机房搬迁' })
  })

  it('where several hold, is the one that ends last', () => {
    for (const windows of [
      [nightly, move],
      [move, nightly],
    ])
      expect(inForce(windows, at('2026-10-12 23:00'))).toMatchObject({ to: move.to, reason: '机房搬迁' })
  })

  it('comes anew every day, over the ends of months', () => {
    expect(found([nightly], '2026-10-31 00:00', '2026-11-01 23:00')).toEqual([
      [at('2026-10-30 22:00'), at('2026-10-31 06:00')],
      [at('2026-10-31 22:00'), at('2026-11-01 06:00')],
      [at('2026-11-01 22:00'), at('2026-11-02 06:00')],
    ])
  })

  it('that never began, because it was lifted before, is none', () => {
    expect(found([{ ...move, to: move.from }], '2026-10-01 00:00', '2026-10-31 00:00')).toEqual([])
  })

  it('lets looks wait until nothing holds any more, and says which comes next', () => {
    expect(sendsAgainAt([nightly, move], at('2026-10-12 20:30'))).toBe(at('2026-10-14 08:00'))
    expect(sendsAgainAt([nightly, { ...move, to: at('2026-10-13 23:00') }], at('2026-10-12 20:30'))).toBe(
      at('2026-10-14 06:00'),
    )
    expect(sendsAgainAt([nightly, move], at('2026-10-12 19:00'))).toBe(at('2026-10-12 19:00'))
    expect(nextAfter([nightly, move], at('2026-10-12 19:00'))).toMatchObject({ from: move.from, reason: '机房搬迁' })
    expect(nextAfter([nightly, move], at('2026-10-12 21:00'))).toMatchObject({ from: at('2026-10-12 22:00') })
    expect(nextAfter([move], at('2026-10-12 21:00'))).toBeUndefined()
  })

  it('says what of it lies on a day', () => {
    const [stretch] = stretchesIn([move], { from: move.from, to: at('2026-10-31 00:00') })
    const hours = ['11', '12', '13', '14', '15'].map((day) => hoursOn(stretch!, civilDate(`2026-10-${day}`)))
    expect(hours).toEqual([undefined, '20:00 至 24:00', '00:00 至 24:00', '00:00 至 08:00', undefined])
  })

  it('is said as an office says it', () => {
    expect([nightly, noon, move].map(windowWords)).toEqual([
      '每日 22:00 至次日 06:00',
      '每日 12:00 至 13:30',
      '2026-10-12 20:00 至 2026-10-14 08:00',
    ])
  })
})
