import { mkdtempSync, realpathSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createUser, openDistrict, operatorActor } from '../../src/access/index.ts'
import { demoDistrict, demoUsers } from '../../src/app/demo/cast.ts'
import { makeAccounts, makeUnits } from '../../src/app/demo/ledger.ts'
import { demoPassword, makeUsers } from '../../src/app/demo/people.ts'
import { stagedClock } from '../../src/app/demo/seeded.ts'
import { playMonth } from '../../src/app/demo/story.ts'
import { openWorkplace } from '../../src/app/workplace.ts'
import { registerBody } from '../../src/circulars/index.ts'
import { instant, month, type Month } from '../../src/calendar/index.ts'
import { seedCalendar } from '../../src/holidays/index.ts'
import { quickFolder } from './quick-folder.ts'
import { serveProgram, type ServedProgram } from './served-program.ts'

export const town = { login: 'shibu', unit: '石埠镇人民政府', password: demoPassword('shibu') }

/** A directory of the demonstration's district whose third quarter is closed, served on whatever day the story has come to. */
export async function quarterPlace() {
  const dataDir = realpathSync(mkdtempSync(join(quickFolder(), 'govmedia-quarter-')))
  const stage = stagedClock()
  let served: ServedProgram | undefined

  /** Plays a piece of the story with the program at rest; answers what `work` does. */
  const play = async <T>(work: (deps: Awaited<ReturnType<typeof openWorkplace>>['deps']) => Promise<T>): Promise<T> => {
    const workplace = await openWorkplace({ dataDir, role: 'cli' })
    try {
      return await work({ ...workplace.deps, clock: stage, wall: stage })
    } finally {
      await workplace.close()
    }
  }
  const actors = await play(async (deps) => {
    stage.to('2026-06-30T09:00:00+08:00')
    const operator = operatorActor('demo', deps.ids.next())
    await seedCalendar(deps.db, deps.wall.now())
    await openDistrict(deps, operator, demoDistrict)
    const units = await makeUnits(deps, operator)
    const people = await makeUsers(deps, operator, units)
    const unitId = units.get(town.unit)!
    const given = { districtId: demoDistrict.id, unitId, login: town.login, displayName: '贺云舒' }
    const { id } = await createUser(deps, operator, { ...given, roles: ['unit_editor'] }, town.password)
    await deps.db.updateTable('app_user').set({ must_change_password: false }).where('id', '=', id).execute()
    await makeAccounts(deps, people.get('supervisor')!, units, () => true)
    await registerBody(deps, people.get('office_head')!, {
      districtId: demoDistrict.id,
      name: demoDistrict.issuingOffice,
      flag: '',
      marks: '临政务公开办',
    })
    for (const of of ['2026-07', '2026-08', '2026-09'])
      await playMonth({ deps, stage, actors: people, units }, month(of), false)
    return people
  })

  return {
    passwords: new Map([
      ...demoUsers.map(({ login }) => [login, demoPassword(login)] as const),
      [town.login, town.password],
    ]),
    /** A later month is collected and judged. */
    check: (of: Month) => play((deps) => playMonth({ deps, stage, actors, units: new Map() }, of, true)),
    /** Serves the directory as on this day. */
    on: async (moment: string): Promise<ServedProgram> => {
      await served?.stop()
      await play((deps) =>
        deps.db
          .insertInto('installation_setting')
          .values({ key: 'demo-clock', value: JSON.stringify(instant(moment)), changed_at: instant(moment) })
          .onConflict((one) => one.column('key').doUpdateSet({ value: JSON.stringify(instant(moment)) }))
          .execute(),
      )
      return (served = await serveProgram({ on: dataDir }))
    },
    end: async () => {
      await served?.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
    rest: async () => {
      await served?.stop()
      served = undefined
    },
  }
}
