import { addDays, type CivilDate, civilDate } from '../../src/calendar/index.ts'
import type { CleanupFacts } from '../../src/cleanup/model.ts'

export const asOf = civilDate('2026-06-26')

export type More = {
  asOf?: CivilDate
  account?: Partial<CleanupFacts['account']>
  unit?: Partial<CleanupFacts['unit']>
} & Partial<Omit<CleanupFacts, 'account' | 'unit' | 'asOf'>>

/** An account of which everything is in order, changed where a case says so. A 参公事业单位, so that CL-2 is silent. */
export function facts({ account, unit, ...more }: More = {}): CleanupFacts {
  const day = more.asOf ?? asOf
  return {
    district: { name: '临湖区', shortName: '临湖' },
    account: {
      id: 'a1',
      name: '临湖水务',
      platform: 'wechat_official',
      certifiedEntity: '临湖区水务局',
      openedOn: civilDate('2018-01-01'),
      openedPrecision: 'day',
      operatingStatus: 'normal',
      runningState: 'running',
      followers: 8000,
      reads: 900,
      functions: ['publish'],
      ...account,
    },
    unit: {
      id: 'u1',
      name: '临湖区水务局',
      kind: 'civil_managed_institution',
      state: 'active',
      successor: null,
      ...unit,
    },
    inScope: true,
    purpose: { purpose: 'publish', confirmed: false },
    registeredOn: null,
    update: { lastUpdateOn: addDays(day, -1), covered: true },
    hasInteraction: true,
    hasService: null,
    confirmedSilences: [],
    saidNo: [],
    entityNote: null,
    siblings: [],
    ...more,
    asOf: day,
  }
}
