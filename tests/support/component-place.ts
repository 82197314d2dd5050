import { onTestFinished } from 'vitest'
import type { Deps } from '../../src/access/index.ts'
import { addDays } from '../../src/calendar/index.ts'
import { collectDue } from '../../src/collection/running/collect-due.ts'
import { openSecrets } from '../../src/collection/sources/secrets.ts'
import { changeTarget } from '../../src/collection/sources/set-up.ts'
import { receiveEvent } from '../../src/collection/verbs/receive-event.ts'
import { recordAuthorisation } from '../../src/collection/verbs/record-authorisation.ts'
import { setComponent } from '../../src/collection/verbs/set-component.ts'
import { takeGrant } from '../../src/collection/verbs/take-grant.ts'
import { failing } from './failing.ts'
import { actorOf, districtId, monitoredDistrict } from './monitored-district.ts'
import { openSimulator, targetOf } from './platform-simulator.ts'
import { componentSettings, type Delivered, playComponent } from './platforms/component.ts'
import { makeWorld } from './platforms/world.ts'
import { virtualClock } from './simulated-day.ts'

export const start = Date.parse('2026-10-12T09:00:00+08:00')
const supervisor = actorOf('supervisor')
const machine = { ...actorOf('operator'), kind: 'system' as const, id: 'system' }

/** A district with a platform that WeChat plays on loopback, and one 公众号 with its 授权书. */
export async function componentPlace({ configured = true, paper = true } = {}) {
  const district = await monitoredDistrict('2026-10-12T01:00:00.000Z')
  const clock = virtualClock(start)
  const deps: Deps = { ...district.deps, clock, wall: clock }
  const world = makeWorld(7, 2, Date.parse('2026-10-12T00:00:00+08:00'))
  const { appid } = targetOf(world[1]!) as { appid: string }
  const component = playComponent({ now: clock.ms })
  const simulator = await openSimulator({ seed: 7, accounts: world, now: clock.ms, faultShare: 0, component })
  onTestFinished(() => simulator.close())
  simulator.force(null)
  const accountId = await district.account(await district.unit('临湖区水务局'), '临湖水务')
  if (configured) await setComponent(deps, supervisor, { districtId, version: undefined, settings: componentSettings })
  const sign = () =>
    recordAuthorisation(deps, supervisor, {
      districtId,
      accountId,
      sourceKind: 'weixin',
      scan: { name: '授权书.pdf', bytes: Buffer.from('%PDF-1.7\n%%EOF') },
      signedOn: clock.today(),
      validUntil: addDays(clock.today(), 300),
    })
  if (paper) await sign()
  const asked = { districtId, accountId, appid, send: simulator.send }
  const receive = async ({ query, body }: Delivered, from = componentSettings.appid) => {
    const { msg_signature: signature = '', timestamp = '', nonce = '' } = query
    return receiveEvent(deps, machine, { appid: from, signed: { signature, timestamp, nonce }, body })
  }
  const grant = async () => takeGrant(deps, supervisor, { ...asked, code: component.scan(appid) })
  const look = (more: Partial<Deps> = {}, worker = '00000000-0000-7000-8000-000000000001') =>
    collectDue({ ...deps, ...more }, supervisor, districtId, {
      send: simulator.send,
      atPace: (_host, run) => run(),
      worker,
      decisiveDays: [7, 10, 13, 15],
      onDefect: failing,
    })
  const target = () =>
    deps.db.selectFrom('collection_target').selectAll().where('account_id', '=', accountId).executeTakeFirstOrThrow()
  const secrets = async () => {
    const { id: targetId, secrets_key: secretsKey, secrets: sealed } = await target()
    return openSecrets(deps, { districtId, targetId }, { secretsKey, secrets: sealed })
  }
  const due = async () => {
    const { id: targetId, version } = await target()
    await changeTarget(deps, supervisor, { districtId, accountId, targetId, version, state: 'on' })
  }
  /** Looks at what is made due first. */
  const lookAgain = async () => {
    await due()
    return (await look()).targets[0]
  }
  return {
    ...district,
    deps,
    clock,
    component,
    simulator,
    accountId,
    appid,
    asked,
    sign,
    receive,
    grant,
    look,
    lookAgain,
    due,
    target,
    secrets,
  }
}

/** A platform whose ticket has come, and a 公众号 that has authorised it. */
export async function grantedPlace() {
  const here = await componentPlace()
  await here.receive(here.component.deliverTicket())
  await here.grant()
  return here
}
