import { expect, it } from 'vitest'
import { sharedAsking } from './shared-asking.ts'

/** Something asked that is answered when the test says so. */
function slow() {
  const under: { key: string; answer: PromiseWithResolvers<string> }[] = []
  const asking = sharedAsking((_: undefined, key: string) => {
    const answer = Promise.withResolvers<string>()
    under.push({ key, answer })
    return answer.promise
  })
  return { under, ask: (key: string) => asking(undefined, key) }
}

it('who asks while an answer is under way shares the next, never one that was begun before', async () => {
  const { under, ask } = slow()
  const first = ask('a')
  const later = [ask('a'), ask('a'), ask('a')]
  expect(under.length).toBe(1)
  under[0]!.answer.resolve('before')
  expect(await first).toBe('before')
  await Promise.resolve()
  expect(under.length).toBe(2)
  under[1]!.answer.resolve('after')
  expect(await Promise.all(later)).toEqual(['after', 'after', 'after'])
  const anew = ask('a')
  expect(under.length).toBe(3)
  under[2]!.answer.resolve('anew')
  expect(await anew).toBe('anew')
})

it('a failure is told to who shared it, and the next are asked for again', async () => {
  const { under, ask } = slow()
  const first = ask('a')
  const second = ask('a')
  under[0]!.answer.reject(new Error('away'))
  await expect(first).rejects.toThrow('away')
  await new Promise((done) => setImmediate(done))
  under[1]!.answer.resolve('back')
  expect(await second).toBe('back')
})

it('different questions are asked side by side', async () => {
  const { under, ask } = slow()
  const [one, other] = [ask('a'), ask('b')]
  expect(under.map(({ key }) => key)).toEqual(['a', 'b'])
  under[1]!.answer.resolve('of b')
  under[0]!.answer.resolve('of a')
  expect([await one, await other]).toEqual(['of a', 'of b'])
})
