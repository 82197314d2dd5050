import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, inject, it, onTestFinished, vi } from 'vitest'
import { emptyDatabase } from '../../tests/support/database.ts'
import { districtId, monitoredDistrict } from '../../tests/support/monitored-district.ts'
import { openVault, operatorActor } from '../access/index.ts'
import { inTransaction, openDatabase } from '../database/index.ts'
import { OWNER_ROLE, SOCKET_PORT } from '../database/embedded/settings.ts'
import { readStoredFile, saveFile } from '../files/index.ts'
import { append, systemChain } from '../trail/index.ts'
import { type Environment, runCli } from './index.ts'

afterEach(() => vi.unstubAllEnvs())

const urlOf = (name: string) =>
  `postgresql://${OWNER_ROLE}@localhost:${SOCKET_PORT}/${name}?host=${encodeURIComponent(inject('databaseSocket'))}`

it('backup --without-keys says what to keep besides; restore says what is wanted, and with it a file opens again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'govmedia-cli-backup-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const [from, to] = [join(folder, 'from'), join(folder, 'to')]
  const [path, words] = [join(folder, 'a.backup'), join(folder, 'words')]
  writeFileSync(words, '芦苇荡里的白鹭与渡船之间\n')
  const place = await monitoredDistrict()
  const source = await openDatabase({ dataDir: from, databaseUrl: urlOf(place.database.name), role: 'cli' })
  onTestFinished(() => source.close())
  const vault = await openVault(from, source.db, place.deps.wall.now())
  const deps = { ...place.deps, db: source.db, dataDir: from, vault }
  const input = { districtId, name: '扫描件.txt', bytes: Buffer.from('签字盖章'), actor: operatorActor('t', 'test') }
  // No installation is without a first link in each of its chains.
  const { id } = await inTransaction(deps.db, async (tx) => {
    for (const chain of [systemChain, districtId]) {
      const subject = { kind: 'district', id: districtId }
      const link = { actor: input.actor, action: 'district.opened', subject, after: {}, at: deps.wall.now() }
      await append(tx, deps.ids, { districtId: chain, ...link })
    }
    return saveFile(tx, deps, input)
  })
  const said: string[] = []
  const say = (text: string) => void said.push(text)
  const nothing = () => Promise.reject(new Error('not asked for'))
  const inSnapshot: typeof source.inSnapshot = (work) => source.inSnapshot(work)
  const terminal: Environment = {
    osUser: 'test',
    out: { result: say, say, progress: () => undefined },
    open: () => Promise.resolve({ deps, demo: false, describe: nothing, inSnapshot, close: () => Promise.resolve() }),
    serve: nothing,
    makeDemo: nothing,
  }
  const run = async (...line: string[]) => {
    said.length = 0
    return runCli([...line, '--passphrase-file', words], terminal)
  }

  expect(await run('backup', path, '--without-keys')).toBe(0)
  expect(said[0]).toContain('不含密钥')
  expect(said[0]).toContain('已加密')
  expect(said.at(-1)).toBe('本备份不含密钥。没有数据目录中的 keys 文件夹，姓名、电话和文件无法打开，请另行妥善保存。')

  const target = await emptyDatabase()
  vi.stubEnv('DATABASE_URL', urlOf(target.name))
  expect(await run('restore', path, '--data', to)).toBe(0)
  expect(said.at(-1)).toBe(`备份不含密钥：请把当时保存的 keys 文件夹放入 ${to}，否则姓名、电话和文件无法打开。`)
  expect(existsSync(join(to, 'keys'))).toBe(false)
  await expect(openVault(to, target.db, deps.wall.now())).rejects.toMatchObject({ code: 'vault.key-lost' })

  cpSync(join(from, 'keys'), join(to, 'keys'), { recursive: true })
  const restored = { ...deps, db: target.db, dataDir: to, vault: await openVault(to, target.db, deps.wall.now()) }
  const file = await readStoredFile(restored, districtId, id)
  expect(Buffer.from(file.bytes).toString('utf8')).toBe('签字盖章')
})
