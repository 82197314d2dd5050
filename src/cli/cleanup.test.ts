import { expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../tests/support/monitored-district.ts'
import { keepDays } from '../cleanup/index.ts'
import { runCli } from './index.ts'

it('at the terminal a past day’s proposals are printed as they were printed on that day, byte for byte', async () => {
  const place = await monitoredDistrict('2026-06-26T02:00:00.000Z')
  await place.account(await place.unit('临湖区水务局'), '临湖水务', { certified_entity: '临湖区水务局' })
  const on = (moment: string) => ({ ...place.at(moment), ids: place.deps.ids })
  const printed = async (moment: string) => {
    const results: string[] = []
    const code = await runCli(['cleanup', 'propose', '--as-of', '2026-06-26', '--json', '--district', districtId], {
      osUser: 'test',
      out: { result: (text) => results.push(text), say: () => undefined, progress: () => undefined },
      open: () =>
        Promise.resolve({
          deps: on(moment),
          demo: false,
          describe: () => Promise.reject(new Error('not asked for')),
          close: () => Promise.resolve(),
        }),
      serve: () => Promise.resolve(),
      makeDemo: () => Promise.reject(new Error('not asked for')),
    })
    return { code, text: results.join('\n') }
  }
  const program = actorOf('operator')
  await keepDays(on('2026-06-26T15:50:00.000Z'), program, districtId)
  const then = await printed('2026-06-26T15:55:00.000Z')
  expect(then).toMatchObject({ code: 0, text: expect.stringContaining('临湖水务') })
  await keepDays(on('2026-06-26T16:05:00.000Z'), program, districtId)
  await place.deps.db.updateTable('account').set({ operating_status: 'stopped', name: '另一名称' }).execute()
  expect(await printed('2026-10-12T01:00:00.000Z')).toEqual(then)
})
