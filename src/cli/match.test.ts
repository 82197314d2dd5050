import { expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../tests/support/monitored-district.ts'
import { importPosts } from '../collection/index.ts'
import { runCli } from './index.ts'

it('at the terminal what collection met is matched without a file, and a file and that at once is no order', async () => {
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
