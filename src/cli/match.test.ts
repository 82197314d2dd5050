import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../tests/support/monitored-district.ts'
import { importPosts } from '../collection/index.ts'
import { runCli } from './index.ts'

it('at the terminal rows that could not be read are told, and what collection met is matched without a file, and a file and that at once is no order', async () => {
  const place = await monitoredDistrict()
  await place.account(await place.unit('临湖区水务局'), '临湖水务')
  const [results, said]: [string[], string[]] = [[], []]
  const run = async (...words: string[]) =>
    runCli(['match', ...words, '--district', districtId], {
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
  const folder = mkdtempSync(join(tmpdir(), 'govmedia-match-'))
  const list = join(folder, '发现账号.csv')
  writeFileSync(list, '账号名称,平台,认证主体\n临湖水务,公众号,\n临湖水物,公众号,个人\n临湖某号,不知道,\n')
  expect(await run(list)).toBe(1)
  rmSync(folder, { recursive: true })
  expect(said.at(-1)).toMatch(/第 4 行：.*“不知道”/u)
  expect(results.at(-1)).toContain('共 3 行，与台账一致 1 个，不合要求、没有参加比对 1 行。\n临湖水物　待人工辨认')
  expect(results.at(-1)).not.toMatch(/。；|；\s*$/mu)
  expect(await run('--from-collection')).toBe(1)
  expect(said.at(-1)).toContain('系统采集中没有遇到台账以外的账号')
  expect([await run(), await run('a.csv', '--from-collection'), await run('a.csv', 'b.csv')]).toEqual([2, 2, 2])
  await importPosts(place.deps, actorOf('supervisor'), {
    districtId,
    fileName: '十月.csv',
    bytes: new TextEncoder().encode(
      '账号,平台,标题,发布时间\n临湖水务,公众号,停水,2026-10-08\n临湖供水,公众号,停水,2026-10-08',
    ),
    acceptValid: true,
  })
  expect(await run('--from-collection', '--json')).toBe(0)
  expect(JSON.parse(results.at(-1) ?? '')).toMatchObject({
    counts: { rows: 1, rejected: 0 },
    matches: [{ discovered: { name: '临湖供水', platform: 'wechat_official' } }],
  })
})
