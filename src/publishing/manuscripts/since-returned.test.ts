import { describe, expect, it } from 'vitest'
import { manuscriptDesk } from '../../../tests/support/manuscript-desk.ts'
import { actorOf, districtId } from '../../../tests/support/monitored-district.ts'
import { wordChanges } from './compare-texts.ts'
import { roundsOf, stepsOf } from './queries.ts'
import { changedPlaces, roundBefore } from './since-returned.ts'

const shown = (from: string, to: string) =>
  changedPlaces(wordChanges(from, to))
    .map(({ kind, text }) => (kind === 'gone' ? `[-${text}-]` : kind === 'new' ? `[+${text}+]` : text))
    .join('')

describe('what changed since a text was returned', () => {
  it('is shown with the words around it, and what stayed in between is left out', () => {
    const long = '甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥'.repeat(4)
    const said = shown(`停水8小时。${long}联系人张三。`, `停水9小时。${long}联系人李四。`)
    expect(said).toMatch(/^停水\[-8-\]\[\+9\+\]小时。/u)
    expect(said).toContain('……')
    expect(said).toMatch(/联系人\[-张三-\]\[\+李四\+\]。$/u)
    expect(Array.from(said).length).toBeLessThan(110)
  })

  it('is nothing where nothing changed', () => {
    expect(changedPlaces(wordChanges('同一段文字。', '同一段文字。')).filter(({ kind }) => kind !== 'same')).toEqual([])
  })
})

it('the round before is told to the own unit, and to an office that was asked then as now, of what it said itself', async () => {
  const { deps, draft, submit, sign } = await manuscriptDesk(1)
  const id = await draft()
  await submit(id, { offices: ['propaganda', 'secrecy'] })
  await sign(actorOf('propaganda_office', 'u:xuan'), id)
  expect(await sign(actorOf('secrecy_office', 'u:bao'), id, { fail: 'secrecy' })).toBe('returned')
  await submit(id, { offices: ['secrecy'] })
  const known = { rounds: await roundsOf(deps.db, districtId, id), steps: await stepsOf(deps.db, districtId, id) }
  const present = known.steps.filter(({ round }) => round === 2)
  const asked = (isOwn: boolean, office: string | null) =>
    roundBefore(
      { ...known, isOwn },
      present.filter((step) => step.office === office),
    )?.asked.map(({ name }) => name)
  expect(asked(false, 'secrecy')).toEqual(['保密部门会签'])
  expect(asked(true, null)).toContain('宣传部门会签')
  expect(roundBefore({ ...known, isOwn: false }, [])).toBeUndefined()
  expect(roundBefore({ ...known, rounds: known.rounds.slice(0, 1), isOwn: true }, present)).toBeUndefined()
})
