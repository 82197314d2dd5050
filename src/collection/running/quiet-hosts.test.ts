import { describe, expect, it } from 'vitest'
import { addDays, civilDate } from '../../calendar/index.ts'
import { quietHosts } from './quiet-hosts.ts'

const today = civilDate('2026-10-31')
const ago = (...days: number[]) => days.map((count) => addDays(today, -count))
const feeds = (newOn: number[][], host = 'relay.example') => newOn.map((days) => ({ host, newOn: ago(...days) }))
/** Five feeds of one host, of which something was new every `step`th day until `last` days ago. */
const five = (last: number, step: number) =>
  feeds([0, 1, 2, 3, 4].map((n) => [0, 1, 2].map((time) => last + step * (n + 5 * time))))
const since = (list: ReturnType<typeof feeds>) => quietHosts(list, today).get('relay.example')

describe('a host of feeds that all fell silent at once', () => {
  it.each([
    ['daily news, none for four days', five(4, 1), undefined],
    ['daily news, none for five days', five(5, 1), addDays(today, -5)],
    ['news every other day, none for seven days', five(7, 2), undefined],
    ['news every other day, none for eight days', five(8, 2), addDays(today, -8)],
    ['news every fifth day: too little is known', five(25, 5), undefined],
    ['feeds of four accounts may truly have nothing new', five(20, 1).slice(0, 4), undefined],
    ['one of them goes on', [...five(20, 1), ...feeds([[1, 2]])], undefined],
    ['another host goes on', [...five(20, 1), ...feeds([[1]], 'other.example')], addDays(today, -20)],
    ['of which nothing is known yet', feeds([[], [], [], [], []]), undefined],
  ])('%s', (_what, list, wanted) => expect(since(list)).toBe(wanted))
})
