import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, it, onTestFinished } from 'vitest'
import { workbookOf } from '../../tests/support/sheets.ts'
import { handedFiles } from '../../tests/support/handed-files.ts'
import { districtId, monitoredDistrict } from '../../tests/support/monitored-district.ts'
import { runCli } from './index.ts'

let file: string
let results: string[]
let said: string[]
let run: (...words: string[]) => Promise<number>
let deps: Awaited<ReturnType<typeof monitoredDistrict>>['deps']

beforeEach(async () => {
  const place = await monitoredDistrict()
  ;({ deps } = place)
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

it('at the terminal a file with rows that can’t be taken says how the others can', async () => {
  const posts = file.replace('用户增长.csv', '发布数据.csv')
  writeFileSync(posts, '账号,平台,标题,链接,发布时间\n没有的账号,新浪微博,甲,https://example.cn/1,2026-09-01 09:00')
  expect(await run('import', 'posts', posts)).toBe(1)
  expect(said.at(-1)).toContain('加 --accept-valid 的，不合要求的行不写入，其余写入')
})

it('at the terminal a dry run of 附件2 shows what would be written, what is wrong and what to look at', async () => {
  const name = file.replace('用户增长.csv', '附件2.xlsx')
  const head = ['名称', '主办单位', '平台类型', '粉丝量']
  const rows = [
    ['临湖水务', '临湖区水务局', '微信公众号', 8412],
    ['桥头发布', '新桥社区', '微博', ''],
    ['无主发布', '', '微博', '三百'],
    ['合计', '', '', ''],
  ]
  writeFileSync(name, await workbookOf({ name: '附件2', rows: [head, ...rows] }))
  expect(await run('import', 'accounts', name, '--dry-run', '--create-units')).toBe(0)
  expect(said).toEqual([
    expect.stringMatching(/^附件2 第 4 行：B 列“主办单位”空白，/),
    expect.stringMatching(/^附件2 第 4 行：D 列“粉丝量”填的是“三百”，/),
    '请留意：附件2 第 5 行：合计行，未作为账号读取',
    '新单位“新桥社区”（1 行）。单位类型按名称填“类型待核实”，请核对。',
    expect.stringMatching(/^变更 附件2 第 2 行 临湖水务（.+） 临湖区水务局：粉丝量 空 → 8,?412/),
    '新增 附件2 第 3 行 桥头发布（新浪微博） 新桥社区（新单位）',
  ])
  expect(results.at(-1)).toMatch(/^预览，未写入：/)
})

it('附件2 is exported under no other ending than .xlsx', async () => {
  expect(await run('export', 'accounts', file)).toBe(2)
  expect(said.join()).toContain('.xlsx')
})

it('words that bear the mark of a secret are stopped at the terminal as on a page, and told by the command alone', async () => {
  const id = '00000000-0000-7000-8000-000000000001'
  expect(await run('import', 'undo', id, '--reason', '误传了机密★10年的文件')).toBe(1)
  expect(said.join()).toContain('已记为疑似涉密第1号')
  expect(said.join()).not.toContain('误传了')
  expect(await deps.db.selectFrom('secrecy_stop').select(['source', 'place']).execute()).toEqual([
    { source: '终端填写', place: 'import undo' },
  ])
})
