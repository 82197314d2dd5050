import { operatorActor } from '../../../src/access/index.ts'
import { demoDistrict } from '../../../src/app/demo/cast.ts'
import { openWorkplace } from '../../../src/app/workplace.ts'
import { lastSeq } from '../../../src/trail/index.ts'
import { eventNames } from '../../../src/webhooks/model.ts'
import { setEndpoint, switchEndpoint } from '../../../src/webhooks/verbs/set-endpoint.ts'

/**
 * Makes an installation of the demonstration as an office has one, at today's date: all that goes on in the background of a
 * real one goes on in it, and its news go to `url` on loopback. Nobody else is asked for anything. Answers the last link of the
 * chain of which no news is sent.
 */
export async function makeReal(dataDir: string, url: string): Promise<number> {
  const { deps, database, close } = await openWorkplace({ dataDir, role: 'cli' })
  try {
    await database.pool.query(`delete from installation_setting where key = 'demo-clock'`)
    await database.pool.query(`update collection_target set state = 'held', held_reason = '只在本机试验'`)
    const [districtId, actor] = [demoDistrict.id, operatorActor('test', deps.ids.next())]
    const wanted = { districtId, name: '浸泡试验', url, events: eventNames }
    const { id } = await setEndpoint(deps, actor, wanted, new Set(['127.0.0.1']))
    await switchEndpoint(deps, actor, { districtId, id, enabled: true })
    return await lastSeq(deps.db, districtId)
  } finally {
    await close()
  }
}
