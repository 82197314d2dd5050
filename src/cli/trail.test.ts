import { mkdtempSync, writeFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../tests/support/monitored-district.ts'
import { takeCheckpoint } from '../checkpoints/index.ts'
import { inTransaction } from '../database/index.ts'
import { readStoredFile, saveFile } from '../files/index.ts'
import { append, beginChain, systemChain } from '../trail/index.ts'
import { runCli } from './index.ts'

it('at the terminal the trail is held against a page, a paper and a foreign file, with the exit code of each', async () => {
  const { deps, database } = await monitoredDistrict()
  const actor = actorOf('office_head')
  const paper = { kind: 'report', id: deps.ids.next(), version: 1, title: '季度监测报告' }
  const bytes = Buffer.from('报告正文')
  const { fileId } = await inTransaction(deps.db, async (tx) => {
    await beginChain(tx, systemChain)
    const { id } = await saveFile(tx, deps, { districtId, name: '报告.pdf', bytes, actor })
    const subject = { kind: 'report', id: paper.id }
    await append(tx, deps.ids, { districtId, actor, action: 'report.finalised', subject, at: deps.wall.now() })
    return takeCheckpoint(tx, deps, actor, { districtId, paper, files: { pdf: id }, demo: false })
  })
  const folder = mkdtempSync(join(tmpdir(), 'trail-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const put = (name: string, content: Uint8Array) => {
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  }
  const page = put('核验页.pdf', (await readStoredFile(deps, districtId, fileId)).bytes)
  const verify = async (...words: string[]) => {
    const said: string[] = []
    const write = (text: string) => {
      said.push(text)
    }
    const code = await runCli(['trail', 'verify', ...words], {
      osUser: 'test',
      out: { result: write, say: write, progress: () => undefined },
      open: () =>
        Promise.resolve({
          deps,
          demo: false,
          describe: () => Promise.reject(new Error('not asked for')),
          close: () => Promise.resolve(),
        }),
      serve: () => Promise.resolve(),
      makeDemo: () => Promise.reject(new Error('not asked for')),
    })
    return [code, said.join('\n')]
  }
  expect(await verify('--against', page)).toEqual([0, expect.stringContaining('此前的留痕没有被改写')])
  expect(await verify('--against', put('报告.pdf', bytes))).toEqual([0, expect.stringContaining('系统外留存的核验页')])
  expect(await verify('--against', put('别的.pdf', Buffer.from('%PDF-1.7')))).toEqual([
    1,
    expect.stringContaining('已损坏'),
  ])
  expect(await verify('--against', join(folder, '没有.pdf'))).toEqual([1, expect.stringContaining('没有.pdf')])
  // Another district's broken chain says nothing of this page.
  await database.owner((owner) =>
    owner.query(`create table other as select * from district where id = '${districtId}';
      update other set id = '990200'; insert into district select * from other`),
  )
  expect((await verify())[0]).toBe(1)
  expect(await verify('--against', page)).toEqual([0, expect.stringContaining('请提交文件原件核对')])
  await database.owner((owner) =>
    owner.query(`delete from checkpoint_chain; delete from checkpoint_file; delete from checkpoint`),
  )
  expect(await verify('--against', page, '--json')).toEqual([1, expect.stringContaining('"source":"page"')])
})
