import { expect, it } from 'vitest'
import { circularDesk, issued } from '../../tests/support/circular-desk.ts'
import { actorOf, districtId } from '../../tests/support/monitored-district.ts'
import { acknowledgeDispatch, answerDispatch } from '../circulars/index.ts'
import { inTransaction } from '../database/index.ts'
import { listFindings } from '../monitoring/index.ts'
import { chaptersOf } from './chapters.ts'

it('a dossier holds every issued paper that names the account, with what its unit answered, and no other', async () => {
  const place = await circularDesk()
  const { deps, units } = place
  const { findings } = await listFindings(deps.db, districtId, { states: ['confirmed'] })
  const accounts = await deps.db.selectFrom('account').select(['id', 'unit_id']).execute()
  const accountOf = (unit: string) => accounts.find(({ unit_id: of }) => of === unit)!.id
  const [silent, lively] = [accountOf(units.water), accountOf(units.town)]
  const papersOf = (accountId: string) =>
    inTransaction(deps.db, async (tx) => {
      const chapters = await chaptersOf(tx, deps, { districtId, accountId })
      return chapters.find(({ title }) => title === '通报')!.rows
    })
  const whole = await place.draft()
  expect(await papersOf(silent)).toEqual([])
  const { dispatchId } = await issued(deps, whole, 1)
  const own = findings.filter(({ accountId }) => accountId === silent).map(({ id }) => id)
  await issued(deps, await place.draft({ variant: 'single-account', reportId: undefined, findingIds: own }), 2)
  const editor = { ...actorOf('unit_editor'), unitId: units.water }
  const of = { districtId, dispatchId, unitId: units.water }
  await acknowledgeDispatch(deps, editor, of)
  await answerDispatch(deps, editor, { ...of, note: '已整改，联系 13800001111' })
  const told = (await papersOf(silent)).map(([, number, , kind, , received, answer]) => [
    number,
    kind,
    received,
    answer,
  ])
  expect(told).toEqual([
    [
      '临政务公开办〔2026〕1号',
      '通报',
      expect.stringMatching(/2026/),
      expect.stringMatching(/已整改，联系 138\*+1111/),
    ],
    ['临政务公开办〔2026〕2号', expect.stringContaining('单账号'), '', ''],
  ])
  expect(await papersOf(lively)).toEqual([])
})
