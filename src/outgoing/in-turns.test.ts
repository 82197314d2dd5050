import { expect, it } from 'vitest'
import { inTurns } from './in-turns.ts'

it('never runs more at once than it may, in the order in which they came, whatever fails', async () => {
  const turn = inTurns(2)
  const done: number[] = []
  let [running, most] = [0, 0]
  const work = (n: number) =>
    turn(async () => {
      most = Math.max(most, ++running)
      await new Promise((go) => setImmediate(go))
      running -= 1
      if (n === 3) throw new Error('fails')
      done.push(n)
    })
  await Promise.allSettled([1, 2, 3, 4, 5, 6].map(work))
  expect([most, running]).toEqual([2, 0])
  expect(done).toEqual([1, 2, 4, 5, 6])
  await work(7)
  expect(done.at(-1)).toBe(7)
})
