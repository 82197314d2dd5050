import { expect, it } from 'vitest'
import { zipArchive, zipDirectory } from './zip-writer.ts'

const entry = (offset: number) => ({ path: Buffer.from('备案材料/签字盖章件.png'), crc: 1, packed: 2, size: 3, offset })

it('lists files beyond 4 GiB where they are, in the fields of ZIP64', () => {
  const [near, far] = [17, 5_000_000_000]
  const bytes = zipDirectory([entry(near), entry(far)], 6_000_000_000)
  const name = entry(0).path.length
  expect(bytes.readUInt32LE(42)).toBe(near)
  const second = 46 + name
  expect(bytes.readUInt32LE(second + 42)).toBe(0xffff_ffff)
  expect(bytes.readBigUInt64LE(second + 46 + name + 4)).toBe(BigInt(far))
  const end = bytes.indexOf('PK\x06\x06')
  expect([end, bytes.readBigUInt64LE(end + 32), bytes.readBigUInt64LE(end + 48)]).toEqual([
    second + 46 + name + 12,
    2n,
    6_000_000_000n,
  ])
  const where = bytes.indexOf('PK\x06\x07')
  expect(bytes.readBigUInt64LE(where + 8)).toBe(6_000_000_000n + BigInt(end))
  expect(bytes.readUInt32LE(bytes.length - 22 + 16)).toBe(0xffff_ffff)
})

it('counts more than 65,535 files', () => {
  const bytes = zipDirectory(
    Array.from({ length: 70_000 }, () => entry(0)),
    17,
  )
  expect(bytes.readUInt16LE(bytes.length - 22 + 10)).toBe(0xffff)
  expect(bytes.readBigUInt64LE(bytes.lastIndexOf('PK\x06\x06') + 32)).toBe(70_000n)
})

it('needs nothing of that below', async () => {
  async function* parts() {
    async function* text() {
      yield 'a'
    }
    yield { path: 'a.txt', text: text() }
  }
  const bytes = Buffer.concat(await Array.fromAsync(zipArchive(parts())))
  expect([bytes.includes('PK\x06\x06'), bytes.readUInt16LE(bytes.length - 12)]).toEqual([false, 1])
})
