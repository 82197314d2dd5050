import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { districtId, monitoredDistrict } from '../../tests/support/monitored-district.ts'
import { runCli } from './index.ts'

it('import feeds sets up what it is sure of, and all or nothing unless it is told; export feeds writes it again', async () => {
  const { deps, account, unit } = await monitoredDistrict()
  await account(await unit('临湖区水务局'), '临湖水务', { platform: 'weibo' })
  const folder = mkdtempSync(join(tmpdir(), 'govmedia-opml-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const said: string[] = []
  const say = (text: string) => void said.push(text)
  const run = (...words: string[]) =>
    runCli(words, {
      osUser: 'test',
      out: { result: say, say, progress: () => undefined },
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
  const answer = () => JSON.parse(said.at(-1) ?? '')
  const [given, written] = [join(folder, '清单.opml'), join(folder, '导出.opml')]
  writeFileSync(
    given,
    '<opml><body><outline text="临湖水务" xmlUrl="https://a.example/f"/><outline text="外区发布" xmlUrl="https://b.example/f"/></body></opml>',
  )
  expect(await run('import', 'feeds', given, '--dry-run', '--json')).toBe(0)
  expect(answer()).toMatchObject({ outcome: 'previewed', counts: { feeds: 2, found: 1, open: 1, added: 0 } })
  expect(await run('import', 'feeds', given)).toBe(1)
  expect(said.join('\n')).toContain('外区发布　不能确定账号')
  const targets = () => deps.db.selectFrom('collection_target').select('target').execute()
  expect(await targets()).toEqual([])
  expect(await run('import', 'feeds', given, '--accept-valid', '--json')).toBe(0)
  expect(answer()).toMatchObject({ outcome: 'written', counts: { added: 1 } })
  expect(await targets()).toEqual([{ target: { url: 'https://a.example/f' } }])

  expect(await run('export', 'feeds', written, '--district', districtId, '--json')).toBe(0)
  expect(answer()).toMatchObject({ file: written, feeds: 1 })
  expect(readFileSync(written, 'utf8')).toContain('xmlUrl="https://a.example/f"')
  writeFileSync(given, 'no list')
  expect(await run('import', 'feeds', given)).toBe(1)
  expect(said.at(-1)).toContain('不是 OPML 清单')
})
