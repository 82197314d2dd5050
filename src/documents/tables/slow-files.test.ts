import { beforeEach, expect, it, vi } from 'vitest'

// Only the time is different here. The process that reads has the bounds its caller gives it.
const time = vi.hoisted(() => ({ cpuSeconds: 6, millis: 30_000 }))
vi.mock('./shapes.ts', async (original) => {
  const real = await original<typeof import('./shapes.ts')>()
  return { ...real, LIMITS: Object.assign(time, { ...real.LIMITS, ...time }) }
})

const readTables = async (bytes: Uint8Array) => (await import('./read-tables.ts')).readTables(bytes)

beforeEach(() => {
  vi.resetModules()
  Object.assign(time, { cpuSeconds: 6, millis: 30_000 })
})

it('a file that takes more of a processor than one file may is stopped, and the sentence says so', async () => {
  time.cpuSeconds = 1
  const rows = Array.from({ length: 190_000 }, (_, row) => `${row},第${row}行,"某某${row}",${row * 3},文`)
  await expect(readTables(Buffer.from(rows.join('\n')))).rejects.toMatchObject({
    code: 'table.too-slow',
    message: expect.stringContaining('运算 1 秒仍没有读完'),
  })
})

it('a process that gets nowhere is stopped by the clock', async () => {
  time.millis = 1
  await expect(readTables(Buffer.from('账号,标题\n'))).rejects.toMatchObject({ code: 'table.too-slow' })
})
