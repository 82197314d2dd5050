import type { Child } from 'hono/jsx'
import { dayOf, formatDayZh, printPreciseDate } from '../../calendar/index.ts'
import { countWords } from '../../vocabulary/counts.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { sentences } from '../../vocabulary/sentences.ts'
import { unitKinds } from '../../vocabulary/units.ts'
import { Alert, Head } from '../../web/index.ts'
import {
  type Account,
  dispositionLabels,
  type FilingState,
  filingStateLabels,
  functionLabels,
  operatingStatusLabels,
  operationModeLabels,
  purposeLabels,
  readsScopeLabels,
  type RunningState,
  runningStateLabels,
} from '../model.ts'
import type { AccountCard } from '../queries/cards.ts'
import type { Claim } from '../queries/claims.ts'
import { FilingMark, RunningMark } from './marks.tsx'
import { People } from './people.tsx'

type Props = {
  card: AccountCard
  csrf: string
  mayEdit: boolean
  mayReveal: boolean
  revealed: Revealed | undefined
  /** More than one account of the unit on this platform, one of this name that is gone: said to who may settle it. */
  hints: readonly (string | undefined)[]
  /** Names of who entered what `card.claims` says. */
  claimants: ReadonlyMap<string, string>
  panels: Child
  trail: Child
}
const claimedLabel = ({ fact, value }: Claim) =>
  fact === 'running-state' ? runningStateLabels[value as RunningState] : filingStateLabels[value as FilingState]

// What one person wrote is not what was done: it says so until a case, a closing or a return does.
const ClaimNote = ({ claim, by }: { claim: Claim; by: string }) => (
  <Alert
    tone="unkn"
    title={
      claim.fact === 'running-state'
        ? `“${claimedLabel(claim)}”为登记时所述，本系统没有相应的备案和核验记录，未经核验。`
        : `“${claimedLabel(claim)}”为登记人所述，本系统没有编发备案号，不列入公开名录。`
    }
  >
    {`依据：${claim.reason}（${[by, formatDayZh(dayOf(claim.statedAt))].filter(Boolean).join('，')}登记）`}
  </Alert>
)

export type Revealed = { personId: string; phone: string | null; qq: string | null }

/** One account: what was filed, who answers for it, what rooms above know of it, and what happened. */
export function AccountPage({ card, csrf, mayEdit, mayReveal, revealed, hints, claimants, panels, trail }: Props) {
  const { account, unit } = card
  return (
    <>
      <Head
        crumb={
          <>
            <a href="/accounts">台账</a> › <a href={`/units/${unit.id}`}>{unit.name}</a>
          </>
        }
        title={account.name}
        note={`${platforms[account.platform].label}　${unit.name}　${unitKinds[unit.kind].label}`}
      >
        {account.profileUrl && (
          <a class="btn" href={account.profileUrl} target="_blank" rel="noreferrer" data-key="O">
            打开账号主页
          </a>
        )}
        {mayEdit && (
          <a class="btn pri" href={`/accounts/${account.id}/edit`}>
            修改登记
          </a>
        )}
      </Head>
      {!unit.inScope && (
        <Alert tone="unkn" title={unit.kind === 'unknown' ? '主办单位类型待核实' : '主办单位不属本级监管范围'}>
          {unit.kind === 'unknown'
            ? '请在单位页面核实单位类型；核实前该账号不纳入监测，不在报告和通报中点名。'
            : '该账号作为移交线索登记，不纳入监测，不在报告和通报中点名。'}
        </Alert>
      )}
      {account.runningState === 'closing' && <Alert tone="warn" title={sentences.stillMonitored} />}
      {hints.map((hint) => hint && <Alert tone="warn" title={hint} />)}
      {card.claims.map((claim) => (
        <ClaimNote claim={claim} by={claimants.get(claim.statedBy) ?? ''} />
      ))}
      <div class="cols c75">
        <div class="stackv">
          <section class="card">
            <header>
              <h2>登记事项</h2>
              <span class="acts">
                <FilingMark state={account.filingState} />
                <RunningMark
                  state={account.runningState}
                  claimed={card.claims.some(({ fact }) => fact === 'running-state')}
                />
              </span>
            </header>
            <div class="in">
              <Facts account={account} />
            </div>
          </section>
          {panels}
        </div>
        <div class="stackv">
          <section class="card">
            <header>
              <h2>人员</h2>
              <p>号码脱敏，查看留痕</p>
            </header>
            <div class="in">
              <People
                people={card.contacts}
                csrf={csrf}
                action={`/accounts/${account.id}/reveal`}
                mayReveal={mayReveal}
                revealed={revealed}
              />
            </div>
          </section>
          {trail}
        </div>
      </div>
    </>
  )
}

const blank = <span class="mut">未填</span>

function Facts({ account }: { account: Account }) {
  const rows: [string, Child][] = [
    ['认证主体', account.certifiedEntity],
    ['账号标识', account.identifier],
    ['运营单位', account.operatorUnit],
    ['运营模式', account.operationMode && operationModeLabels[account.operationMode]],
    ['经费保障', account.budgetYuan && `${Number(account.budgetYuan).toLocaleString('zh-CN')} 元/年`],
    ['自报用途', account.purpose && purposeLabels[account.purpose]],
    [
      '开通时间',
      account.openedOn && printPreciseDate({ day: account.openedOn, precision: account.openedPrecision ?? 'day' }),
    ],
    ...(account.runningState === 'deregistered' ? [['注销日期', account.ceasedOn] as [string, Child]] : []),
    ['推送频率', account.pushFrequency],
    ['运营人数', staffText(account)],
    ['运营状态', account.operatingStatus && operatingStatusLabels[account.operatingStatus]],
    ['基本功能', account.functions.map((one) => functionLabels[one]).join('、') || account.functionsFound],
    ['整改措施', account.disposition && dispositionLabels[account.disposition]],
    [
      '曾用名',
      account.renamedFrom && `${account.renamedFrom}${account.renamedOn ? `（${account.renamedOn} 更名）` : ''}`,
    ],
    ['平台原文', account.platformFound ?? account.vendorFound],
    ['粉丝量', countText(account.followers, account.followersPrecision, account.followersOn)],
    [
      '阅读量',
      countText(
        account.reads,
        account.readsPrecision,
        account.readsOn,
        account.readsScope ? readsScopeLabels[account.readsScope] : undefined,
      ),
    ],
  ]
  return (
    <>
      <dl class="dl two">
        {rows.map(([label, value]) => (
          <>
            <dt>{label}</dt>
            <dd>{value ?? blank}</dd>
          </>
        ))}
      </dl>
      <p class="hint">{sentences.countsNotScored}</p>
    </>
  )
}

function staffText({ hasDedicatedStaff, staffCount }: Account): string | null {
  if (hasDedicatedStaff === null && staffCount === null) return null
  return [
    hasDedicatedStaff === null ? '' : hasDedicatedStaff ? '有专人' : '无专人',
    staffCount === null ? '' : `${staffCount} 人`,
  ]
    .filter(Boolean)
    .join('，')
}

function countText(value: number | null, precision: string | null, on: string | null, scope?: string): string | null {
  if (value === null) return null
  return [countWords(value, precision), scope, on ? `截至 ${on}` : '未注明截至日期'].filter(Boolean).join('　')
}
