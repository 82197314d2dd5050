import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, it, onTestFinished } from 'vitest'
import { handedFiles } from '../../tests/support/handed-files.ts'
import { districtId, monitoredDistrict } from '../../tests/support/monitored-district.ts'
import { runCli } from './index.ts'

let file: string
let results: string[]
let said: string[]
let run: (...words: string[]) => Promise<number>

beforeEach(async () => {
  const place = await monitoredDistrict()
  await place.account(await place.unit('临湖区水务局'), '临湖水务')
  const folder = mkdtempSync(join(tmpdir(), 'govmedia-handed-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  file = join(folder, '用户增长.csv')
  writeFileSync(file, handedFiles.users())
  results = []
  said = []
  run = async (...words) =>
    runCli([...words, '--district', districtId], {
      osUser: 'test',
      out: { result: (text) => results.push(text), say: (text) => said.push(text), progress: () => undefined },
      open: () =>
        Promise.resolve({
          deps: place.deps,
          demo: false,
          describe: () => Promise.reject(new Error('not asked for')),
          close: () => Promise.resolve(),
        }),
      serve: () => Promise.resolve(),
      makeDemo: () => Promise.reject(new Error('not asked for')),
    })
})

it('at the terminal an export is bound to its account, listed, and taken back', async () => {
  expect(await run('import', 'posts', file)).toBe(1)
  expect(said.at(-1)).toContain('表中没有账号列')
  expect(await run('import', 'posts', file, '--account', '临湖水务', '--dry-run', '--json')).toBe(0)
  const preview = JSON.parse(results.at(-1) ?? '')
  expect(preview).toMatchObject({ outcome: 'previewed', importId: null, tables: [{ kind: 'weixin-users', row: 1 }] })
  expect(preview.rows).toMatchObject([{ row: 2, account: '临湖水务', state: 'new' }, { state: 'new' }])

  expect(await run('import', 'posts', file, '--account', '临湖水务', '--json')).toBe(0)
  const { importId, counts } = JSON.parse(results.at(-1) ?? '')
  expect(counts).toMatchObject({ newFigures: 4, newPosts: 0 })
  expect(await run('import', 'list')).toBe(0)
  expect(results.at(-1)).toMatch(new RegExp(`^${importId}.*已写入.*用户增长\\.csv.*[\\da-f]{64}$`))

  expect(await run('import', 'undo', importId)).toBe(1)
  expect(said.at(-1)).toContain('请填写撤销导入的原因')
  expect(await run('import', 'undo', importId, '--reason', '选错了账号', '--json')).toBe(0)
  expect(JSON.parse(results.at(-1) ?? '')).toMatchObject({ outcome: 'undone', importId, figures: 4, takenPosts: 0 })
  expect(await run('import', 'list', '--json')).toBe(0)
  expect(JSON.parse(results.at(-1) ?? '')).toMatchObject([
    { id: importId, state: 'undone', undoneReason: '选错了账号' },
  ])
})
