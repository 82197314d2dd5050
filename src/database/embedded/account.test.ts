import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { accountFor, canReach, launchAs } from './account.ts'

const asked = vi.hoisted((): string[] => [])
vi.mock('node:child_process', async (original) => {
  const real = await original<typeof import('node:child_process')>()
  const execFileSync = ((file: string, args: string[], options: object) => {
    asked.push([file, ...args].join(' '))
    return real.execFileSync(file, args, options)
  }) as typeof real.execFileSync
  return { ...real, execFileSync }
})

const asRoot = process.getuid?.() === 0
let base: string
let open: string
let closed: string

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'account-'))
  chmodSync(base, 0o755)
  open = join(base, 'open', 'data')
  closed = join(base, 'closed', 'data')
  for (const path of [open, closed]) mkdirSync(path, { recursive: true, mode: 0o755 })
  chmodSync(join(base, 'closed'), 0o700)
})

afterEach(() => rmSync(base, { recursive: true }))

describe.runIf(asRoot)('the account of the server, when the program runs as root', () => {
  it('is one without privileges that is there already', () => {
    const account = accountFor(join(open, 'pg'))
    expect(['postgres', '_postgres', 'nobody']).toContain(account.name)
    expect(account.uid).not.toBe(0)
  })

  it('is asked for once, however often it is wanted, and no name behind the first that is there', () => {
    const [one, two] = [accountFor(join(open, 'pg')), accountFor(join(closed, 'pg'))]
    expect(two).toEqual(one)
    expect(asked).toEqual([...new Set(asked)])
    expect(asked.at(-1)).toBe(`id ${one.name}`)
  })

  it('needs no more than its own number where every folder lets it through', () => {
    const account = accountFor(join(open, 'pg'))
    const launch = launchAs(account, '/bin/true', [], [open], [])
    expect(launch).toEqual({ command: '/bin/true', args: [], ids: { uid: account.uid, gid: account.gid } })
  })

  it('gets the right to pass a closed folder, whose own rights stay as they are', () => {
    const account = accountFor(join(closed, 'pg'))
    expect(canReach(account, closed)).toBe(false)
    const launch = launchAs(account, '/bin/true', ['--version'], [closed])
    expect(launch.command).toContain('setpriv')
    expect(launch.args.slice(-3)).toEqual(['--', '/bin/true', '--version'])
    expect(launch.args.join(' ')).toContain('--ambient-caps=+dac_override')
    expect(statSync(join(base, 'closed')).mode & 0o777).toBe(0o700)
  })

  it('is refused under a closed folder where setpriv is missing, and the sentence names the folder', () => {
    const account = accountFor(join(closed, 'pg'))
    const attempt = () => launchAs(account, '/bin/true', [], [closed], [])
    expect(attempt).toThrow(closed)
    expect(attempt).toThrow('setpriv')
  })
})

describe.runIf(!asRoot)('the account of the server, when an ordinary user runs the program', () => {
  it('is that user', () => {
    expect(accountFor(join(open, 'pg'))).toMatchObject({ uid: process.getuid?.(), switched: false })
  })
})
