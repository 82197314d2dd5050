import { type Action } from '../../access/index.ts'
import { addDays } from '../../calendar/index.ts'
import { waitingDispatches } from '../../circulars/index.ts'
import { waitingClosings, waitingInCleanup, waitingSheets } from '../../cleanup/index.ts'
import { stoppedSources, waitingStops } from '../../collection/index.ts'
import { together } from '../../database/index.ts'
import { brokenServices, waitingMessages } from '../../engagement/index.ts'
import { waitingInFiling } from '../../filing/index.ts'
import { waitingInstructions } from '../../instructions/index.ts'
import { countWaitingPurposes } from '../../monitoring/index.ts'
import { claimedReposts, waitingSamples } from '../../publishing/index.ts'
import { waitingAccountability, waitingOrders } from '../../rectification/index.ts'
import { countUnsettledUnits } from '../../registry/index.ts'
import { waitingItems } from '../../superiors/index.ts'
import type { Allowed, AtDesk } from './task.ts'

const SOON_DAYS = 2

/** The counts of every room that has something for this person, in one statement; what nobody would be told is not counted. */
export function waitingFor({ var: { deps, actor } }: AtDesk, districtId: string, allowed: Allowed) {
  const { db, clock } = deps
  const [today, now] = [clock.today(), clock.now()]
  const any = (...actions: Action[]) => actions.some(allowed)
  const cleanup = any('cleanup.decide', 'cleanup.verify', 'cleanup.propose')
  return together(db, {
    stops: allowed('secrecy.handle') && waitingStops(districtId),
    superiors: any('superiors.handle', 'superiors.sign') && waitingItems(districtId, now),
    instructions: allowed('instructions.handle') && waitingInstructions(districtId, actor.id, today),
    sources: allowed('sources.change') && stoppedSources(districtId, now),
    units: allowed('ledger.edit') && countUnsettledUnits(districtId),
    purposes: allowed('purpose.confirm') && countWaitingPurposes(districtId),
    filing: any(...filingDesks) && waitingInFiling(districtId, now),
    items: cleanup && waitingInCleanup({ districtId }),
    sheets: allowed('cleanup.verify') && waitingSheets(districtId, actor.id),
    closings: allowed('cleanup.verify') && waitingClosings({ districtId }, today),
    messages: allowed('messages.supervise') && waitingMessages({ districtId }, today, addDays(today, SOON_DAYS)),
    services: allowed('messages.supervise') && brokenServices(districtId),
    reposts: allowed('reposts.set') && claimedReposts(districtId),
    samples: allowed('approved.handle') && waitingSamples({ districtId }, today),
    orders: any(...orderDesks) && waitingOrders(districtId, now),
    accountability: any('accountability.open', 'accountability.decide') && waitingAccountability(districtId),
    circulars: any(...circularDesks) && waitingDispatches(districtId, today),
  })
}

export type WaitingHere = Awaited<ReturnType<typeof waitingFor>>

const filingDesks: readonly Action[] = [
  'filing.open',
  'filing.prepare',
  'filing.accept',
  'filing.review',
  'national.record',
  'handover.confirm',
  'accountability.decide',
]
const orderDesks: readonly Action[] = ['orders.issue', 'orders.prepare', 'orders.decide', 'orders.recheck']
const circularDesks: readonly Action[] = [
  'circulars.draft',
  'circulars.check',
  'circulars.countersign',
  'circulars.clear',
  'circulars.sign',
  'circulars.number',
]
