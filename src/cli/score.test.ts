import { expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../tests/support/monitored-district.ts'
import { lockScheme, saveScheme, templates } from '../scoring/index.ts'
import { runCli } from './index.ts'

it('at the terminal a year is scored as of a day, twice to the byte, without places unless they are asked for', async () => {
  const place = await monitoredDistrict()
  const unit = await place.unit('临湖区水务局')
  const draft = { districtId, year: 2026, scheme: templates.district }
  const { id } = await saveScheme(place.deps, actorOf('supervisor'), draft)
  await lockScheme(place.at('2026-09-01T01:00:00Z'), actorOf('office_head'), {
    districtId,
    id,
    version: 1,
    paper: '〔2026〕1号',
  })
  const run = async (...words: string[]) => {
    const results: string[] = []
    const code = await runCli(['score', ...words, '--district', districtId], {
      osUser: 'test',
      out: {
        result: (text) => {
          results.push(text)
        },
        say: () => undefined,
        progress: () => undefined,
      },
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
    return { code, text: results.join('\n') }
  }
  const json = await run('--year', '2026', '--as-of', '2026-09-30', '--json')
  expect(await run('--year', '2026', '--as-of', '2026-09-30', '--json')).toEqual(json)
  expect(JSON.parse(json.text)).toEqual({
    year: 2026,
    asOf: '2026-09-30',
    frozenOn: null,
    scheme: { id, serial: 1, name: '区级默认方案', digest: expect.any(String) },
    // The unit was entered on 12 October; in September there was none.
    units: [],
  })
  const now = await run('--year', '2026', '--json')
  expect(JSON.parse(now.text)).toMatchObject({
    units: [{ unit, points: 100, items: [{ item: '1', points: 37.5, events: [] }, {}, {}] }],
  })
  expect(now.text).not.toContain('place')
  expect(await run('--year', '2026', '--places')).toMatchObject({ code: 0, text: expect.stringContaining('第1名') })
  expect(
    [await run('--year', '26'), await run('--year', '2026', '--as-of', '2026-08-31')].map(({ code }) => code),
  ).toEqual([1, 1])
  expect((await run('--year', '2026', '--as-of', '九月')).code).toBe(2)
})
