import { expect, it } from 'vitest'
import { askedTogether } from './sending.ts'

it('looks that begin together ask once whether anything may be sent; whoever comes later asks anew', async () => {
  let asked = 0
  let isWindow = false
  const mayNot = askedTogether(async () => {
    asked += 1
    return isWindow
  })
  expect(await Promise.all([mayNot(), mayNot(), mayNot()])).toEqual([false, false, false])
  expect(asked).toBe(1)
  const before = mayNot()
  await Promise.resolve()
  isWindow = true
  expect([await before, await mayNot()]).toEqual([false, true])
  expect(asked).toBe(3)
})
