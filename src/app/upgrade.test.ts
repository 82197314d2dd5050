import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeOlderFolder } from '../../tests/support/older-installation.ts'
import { quickFolder } from '../../tests/support/quick-folder.ts'
import { runCli } from '../cli/index.ts'
import { readMigrations } from '../database/index.ts'
import { upgrade } from './upgrade.ts'
import { openWorkplace } from './workplace.ts'

const newest = readMigrations().length
const base = mkdtempSync(join(quickFolder(), 'upgrade-'))
const dataDir = join(base, 'data')

beforeAll(() => makeOlderFolder(dataDir, 57))
afterAll(() => rmSync(base, { recursive: true, force: true }))

/** Runs one command line as a person at a terminal would, and answers what it printed. */
async function run(...line: string[]) {
  const [results, said]: [string[], string[]] = [[], []]
  const code = await runCli(line, {
    osUser: 'tester',
    out: { result: (text) => results.push(text), say: (sentence) => said.push(sentence), progress: () => undefined },
    open: (options) => openWorkplace({ ...options, role: 'cli' }),
    serve: () => Promise.reject(new Error('not asked for')),
    makeDemo: () => Promise.reject(new Error('not asked for')),
    upgrade,
  })
  return { code, printed: results.join('\n'), said: said.join('\n') }
}

describe('a data directory of an older version', () => {
  it('is told by the doctor, refused by every other command, upgraded once, and then sound', async () => {
    const doctor = await run('doctor', '--data', dataDir)
    expect(doctor).toMatchObject({ code: 1, printed: expect.stringContaining('结构第 57 版') })
    expect(doctor.printed).toContain('./govmedia upgrade')
    expect(await run('district', 'list', '--data', dataDir)).toMatchObject({
      code: 1,
      said: expect.stringContaining('数据未作任何改动'),
    })
    const done = await run('upgrade', '--data', dataDir)
    expect(done.code).toBe(0)
    expect(done.printed).toContain(`已由第 57 版升级到第 ${newest} 版`)
    expect(done.printed).toContain(join(dataDir, 'backups', `govmedia-before-upgrade-057-0${newest}.backup`))
    const again = await run('upgrade', '--data', dataDir, '--json')
    expect(JSON.parse(again.printed)).toMatchObject({ from: newest, to: newest, files: [] })
    expect(await run('district', 'list', '--data', dataDir)).toMatchObject({
      code: 0,
      printed: expect.stringContaining('临湖区'),
    })
    const trail = await run('trail', 'verify', '--data', dataDir)
    expect(trail.code).toBe(0)
  })

  it('is not made where nothing was: a wrong folder is named', async () => {
    const attempt = await run('upgrade', '--data', join(base, 'elsewhere'))
    expect(attempt).toMatchObject({ code: 1, said: expect.stringContaining('还没有数据') })
  })
})
