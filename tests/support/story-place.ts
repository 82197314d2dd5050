import { mkdtempSync, realpathSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Actor, openDistrict, operatorActor } from '../../src/access/index.ts'
import { demoDistrict } from '../../src/app/demo/cast.ts'
import { makeAccounts, makeUnits } from '../../src/app/demo/ledger.ts'
import { makeUsers } from '../../src/app/demo/people.ts'
import { stagedClock } from '../../src/app/demo/seeded.ts'
import { openWorkplace } from '../../src/app/workplace.ts'
import { instant } from '../../src/calendar/index.ts'
import { seedCalendar } from '../../src/holidays/index.ts'
import type { Account } from '../../src/registry/index.ts'
import { quickFolder } from './quick-folder.ts'
import { serveProgram, type ServedProgram } from './served-program.ts'

type Deps = Awaited<ReturnType<typeof openWorkplace>>['deps']
export type Cast = {
  deps: Deps
  stage: ReturnType<typeof stagedClock>
  operator: Actor
  actors: Map<string, Actor>
  units: Map<string, string>
  accounts: Account[]
}

/** A directory of the demonstration's district with its people and accounts, whose story `begin` tells; served on whatever day it has come to. */
export async function storyPlace(begin: (cast: Cast) => Promise<void>) {
  const dataDir = realpathSync(mkdtempSync(join(quickFolder(), 'govmedia-story-')))
  const stage = stagedClock()
  let served: ServedProgram | undefined

  /** Plays a piece of the story with the program at rest; answers what `work` does. */
  const play = async <T>(work: (deps: Deps) => Promise<T>): Promise<T> => {
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
    const accounts = await makeAccounts(deps, people.get('supervisor')!, units, () => true)
    await begin({ deps, stage, operator, actors: people, units, accounts })
    return people
  })

  return {
    stage,
    actors,
    play,
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
