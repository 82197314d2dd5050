import { civilDate, type CivilDate } from '../../src/calendar/index.ts'
import type { AccountFacts, Thresholds } from '../../src/monitoring/indicators/define.ts'

/** The national numbers: two weeks, day 14 still passes, warnings at 7, 10 and 13 days. */
export const nationalThresholds: Thresholds = {
  maxSilentDays: 14,
  strictFourteen: false,
  warnAtDays: [7, 10, 13],
  silence: { source: '国办秘函〔2019〕19号', effectiveFrom: civilDate('2019-04-01') },
  warning: { source: '规则手册 D5', effectiveFrom: civilDate('2019-06-16') },
}

type Account = Partial<AccountFacts['account']> & { purpose?: AccountFacts['purpose'] }
type Update = {
  lastUpdateOn?: string | null
  covered?: boolean
  updatesInWindow?: number
  coveredUntil?: CivilDate | null
}

/** An account of which everything is in order, changed where a case says so. */
export function accountFacts(
  checkpoint: string,
  update: Update = {},
  { purpose = { purpose: 'publish', confirmed: true }, ...account }: Account = {},
  siblings: AccountFacts['siblings'] = [],
): AccountFacts {
  const { lastUpdateOn = null, covered = true, updatesInWindow = 0, coveredUntil = null } = update
  return {
    checkpoint: civilDate(checkpoint),
    districtName: '临湖区',
    account: {
      name: '临湖水务',
      platform: 'wechat_official',
      unitName: '临湖区水务局',
      unitKind: 'department',
      inScope: true,
      unitState: 'active',
      survivingUnitName: '临湖区水务局',
      runningState: 'running',
      filingState: 'filed',
      certifiedEntity: '临湖区水务局',
      sponsorName: '临湖区水务局',
      sponsorShortName: null,
      openedOn: civilDate('2019-06-01'),
      openedPrecision: 'day',
      operatingStatus: 'normal',
      duties: { primary: 'filled', direct: 'filled', staff: 'filled' },
      ...account,
    },
    purpose,
    update: {
      lastUpdateOn: lastUpdateOn === null ? null : civilDate(lastUpdateOn),
      covered,
      updatesInWindow,
      coveredUntil,
    },
    siblings,
    brought: {},
  }
}
