import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { folderOf } from './folder.ts'
import { findServer } from './server.ts'

// A server that starts after a crash takes the old postmaster.pid away: here it does so right after the file was looked at.
vi.mock('node:fs', async (original) => {
  const real = await original<typeof import('node:fs')>()
  const thenGone = <T>(path: unknown, seen: T): T => {
    if (String(path).endsWith('postmaster.pid')) real.rmSync(String(path), { force: true })
    return seen
  }
  return {
    ...real,
    existsSync: (path: string) => thenGone(path, real.existsSync(path)),
    statSync: ((path: string, options?: object) =>
      thenGone(path, real.statSync(path, options))) as typeof real.statSync,
  }
})

it('a postmaster.pid that vanishes while it is looked for is no server, and no defect', () => {
  const root = mkdtempSync(join(tmpdir(), 'govmedia-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const folder = folderOf(root)
  mkdirSync(folder.pg, { recursive: true })
  expect(findServer(folder)).toBeNull()
  writeFileSync(join(folder.pg, 'postmaster.pid'), `${process.pid}\n${folder.pg}\n`)
  expect(findServer(folder)).toBeNull()
})
