import { createUser } from '../../src/access/index.ts'
import { demoDistrict, demoUsers } from '../../src/app/demo/cast.ts'
import { demoPassword } from '../../src/app/demo/people.ts'
import { playMonth } from '../../src/app/demo/story.ts'
import { registerBody } from '../../src/circulars/index.ts'
import { month, type Month } from '../../src/calendar/index.ts'
import { storyPlace } from './story-place.ts'

export const town = { login: 'shibu', unit: '石埠镇人民政府', password: demoPassword('shibu') }

/** The demonstration's district whose third quarter is closed, served on whatever day the story has come to. */
export async function quarterPlace() {
  const { stage, actors, play, on, end, rest } = await storyPlace(async (cast) => {
    const { deps, operator, actors: people, units } = cast
    const unitId = units.get(town.unit)!
    const given = { districtId: demoDistrict.id, unitId, login: town.login, displayName: '贺云舒' }
    const { id } = await createUser(deps, operator, { ...given, roles: ['unit_editor'] }, town.password)
    await deps.db.updateTable('app_user').set({ must_change_password: false }).where('id', '=', id).execute()
    await registerBody(deps, people.get('office_head')!, {
      districtId: demoDistrict.id,
      name: demoDistrict.issuingOffice,
      flag: '',
      marks: '临政务公开办',
    })
    for (const of of ['2026-07', '2026-08', '2026-09']) await playMonth(cast, month(of), false)
  })
  return {
    passwords: new Map([
      ...demoUsers.map(({ login }) => [login, demoPassword(login)] as const),
      [town.login, town.password],
    ]),
    /** A later month is collected and judged. */
    check: (of: Month) => play((deps) => playMonth({ deps, stage, actors, units: new Map() }, of, true)),
    on,
    end,
    rest,
  }
}
