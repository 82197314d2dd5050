import { may, permittedScope } from '../../access/index.ts'
import {
  addDays,
  type CivilDate,
  dayOf,
  daysBetween,
  formatDayZh,
  formatMonthDayZh,
  type Instant,
  lastDayBefore,
} from '../../calendar/index.ts'
import { together } from '../../database/index.ts'
import { waitingInCleanup } from '../../cleanup/index.ts'
import { type WaitingMessages, waitingMessages } from '../../engagement/index.ts'
import {
  daysLeft,
  dueWords,
  HandoverMark,
  type HandoverOwed,
  handoversOwed,
  isOverdue,
  type OwedReturn,
  returnsOwed,
  returnStateLabels,
} from '../../filing/index.ts'
import { type OwnAccount, ownAccounts, updateLimitsOn } from '../../monitoring/index.ts'
import { readUnit } from '../../registry/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { sentences } from '../../vocabulary/sentences.ts'
import { Alert, Empty, Head, render, SilentDays, Status, type UpdateLimits, type WebContext } from '../../web/index.ts'
import { dayWords } from './office.tsx'
import { deadlineWords } from './filing-tasks.ts'
import { unitCirculars } from './unit-circulars.tsx'
import { unitSuperiors } from './unit-superiors.tsx'
import { unitInstructions } from './unit-instructions.tsx'
import { unitConfirmed } from './unit-confirmed.tsx'
import { unitManuscripts } from './unit-manuscripts.tsx'
import { unitReposts } from './unit-reposts.tsx'
import { unitSheets } from './unit-sheets.tsx'
import { unitNotices } from '../../emergency/index.ts'
import { unitHearings, unitOrders, unitReminders } from './unit-orders.tsx'

/** The workbench of a unit: its accounts with their last update, warnings while there is still time, what was confirmed. */
export async function unitPage(c: WebContext): Promise<Response> {
  const { actor, session, deps } = c.var
  const { districtId, unitId = '' } = permittedScope(actor, 'check.read', session.districtId)
  const unit = await readUnit(deps.db, districtId, unitId)
  const today = deps.clock.today()
  const limits = await updateLimitsOn(deps.db, districtId, today)
  const accounts = (await ownAccounts(deps.db, districtId, unitId, today)).map((one) => withDays(one, limits))
  const warned = accounts.filter(({ warning }) => warning !== undefined)
  const owed = await returnsOwed(deps.db, districtId, unitId)
  const handovers = await handoversOwed(deps.db, { districtId, unitId }, deps.clock.now())
  const cleanup = may(actor, 'cleanup.confirm', { districtId, unitId })
  const { items, messages } = await together(deps.db, {
    items: cleanup && waitingInCleanup({ districtId, unitId }),
    messages: waitingMessages({ districtId, unitId }, today, addDays(today, 2)),
  })
  const toConfirm = items?.toConfirm ?? 0
  return render(
    c,
    <>
      <Head title={unit?.name ?? '工作台'} note={dayWords(today)} />
      {warned.length > 0 && (
        <Alert tone="warn" title={`${warned.length} 个账号需要更新`}>
          {`${warned.map(({ name, platform, days, seenUntil }) => `${name}（${platforms[platform].label}）${days === undefined || !seenUntil ? '' : `截至${formatMonthDayZh(seenUntil)}已${days}天未更新`}`).join('；')}。超过${limits.mostSilentDays}天未更新的，列为“内容不更新”线索。`}
        </Alert>
      )}
      {await unitNotices(c, { districtId, unitId })}
      {await unitInstructions(c, { districtId, unitId })}
      {await unitSuperiors(c, { districtId, unitId })}
      {await unitCirculars(c, { districtId, unitId })}
      {await unitReminders(c, { districtId, unitId })}
      {await unitHearings(c, { districtId, unitId })}
      {await unitOrders(c, { districtId, unitId })}
      {owed.length > 0 && <Owed owed={owed} today={today} />}
      {handovers.length > 0 && <Handovers handovers={handovers} now={deps.clock.now()} />}
      {toConfirm > 0 && <ToConfirm count={toConfirm} />}
      <Messages waiting={messages} />
      {await unitManuscripts(c, { districtId, unitId })}
      {await unitReposts(c, { districtId, unitId })}
      {await unitSheets(c, { districtId, unitId })}
      <OwnAccounts accounts={accounts} limits={limits} />
      {await unitConfirmed(c, { districtId, unitId })}
    </>,
    { title: '工作台', current: '/' },
  )
}

type Shown = OwnAccount & { days: number | undefined; warning: number | undefined }

// Days are counted to the last day that was looked at: what came after it nobody knows yet.
function withDays(account: OwnAccount, { warnAtDays }: UpdateLimits): Shown {
  const { lastUpdateOn, seenUntil, servesOnly } = account
  const known = lastUpdateOn !== null && seenUntil !== null && !servesOnly
  const days = known ? Math.max(0, daysBetween(lastUpdateOn, seenUntil)) : undefined
  return { ...account, days, warning: days === undefined ? undefined : warnAtDays.findLast((least) => days >= least) }
}

type OwedProps = { owed: readonly OwedReturn[]; today: CivilDate }

/** What the unit was asked for and has not handed in. */
function Owed({ owed, today }: OwedProps) {
  return (
    <section class="card todo gap">
      <header>
        <h2>待报送</h2>
      </header>
      <ul>
        {owed.map((each) => {
          const { id, title, state, remindedAt } = each
          const late = lateness(each, today)
          return (
            <li>
              <div>
                <a href={`/filing/returns/${id}`}>{title}</a>
                <small>{owedWords(each, today)}</small>
                {remindedAt && <small>{`${formatMonthDayZh(dayOf(remindedAt))}已催报`}</small>}
              </div>
              <Status mark={late || state === 'returned' ? 'fail' : 'warn'} word={returnStateLabels[state]} />
            </li>
          )
        })}
      </ul>
    </section>
  )
}

const ToConfirm = ({ count }: { count: number }) => (
  <section class="card todo gap">
    <header>
      <h2>清理整合</h2>
    </header>
    <ul>
      <li>
        <div>
          <a href="/cleanup?state=proposed">{`待本单位确认 ${count} 个账号`}</a>
          <small>逐个确认整改措施；与系统建议不一致的须写明理由</small>
        </div>
        <Status mark="pend" word="待确认" />
      </li>
    </ul>
  </section>
)

/** Messages the unit has to answer, with what is over or due next. */
function Messages({ waiting: { open, overdue, unlooked, dueSoon } }: { waiting: WaitingMessages }) {
  const count = open + overdue + unlooked
  if (count === 0) return null
  const over = overdue + unlooked
  const note = [over > 0 && `已过期限 ${over} 条`, dueSoon > 0 && `两日内到期 ${dueSoon} 条`].filter(Boolean).join('，')
  return (
    <section class="card todo gap">
      <header>
        <h2>留言</h2>
      </header>
      <ul>
        <li>
          <div>
            <a href="/messages">{`待本单位答复 ${count} 条`}</a>
            <small>{`${note}${note && '；'}已在平台答复的，登记答复时间和内容；不属于本单位的，退回分派`}</small>
          </div>
          <Status mark={overdue > 0 ? 'fail' : 'warn'} word={over > 0 ? '已过期限' : '待答复'} />
        </li>
      </ul>
    </section>
  )
}

const lateness = ({ filingDue, mendUntil }: OwedReturn, today: CivilDate) =>
  mendUntil ? mendUntil < today : daysLeft(filingDue, today) < 0

/** 退回补正，共1处，请于10月20日前重新报送; before that 2026年10月16日前报送，距截止还有4天. */
function owedWords({ filingDue, mendUntil, faults }: OwedReturn, today: CivilDate): string {
  if (mendUntil) {
    const [count, past] = [faults > 0 ? `，共${faults}处` : '', mendUntil < today ? '，已过期限' : '']
    return `退回补正${count}，请于${formatMonthDayZh(mendUntil)}前重新报送${past}`
  }
  return `${formatDayZh(lastDayBefore(filingDue))}前报送，${deadlineWords(daysLeft(filingDue, today))}`
}

/** People of the unit who changed: what has to be handed over, and until when. */
function Handovers({ handovers, now }: { handovers: readonly HandoverOwed[]; now: Instant }) {
  return (
    <section class="card todo gap">
      <header>
        <h2>人员交接</h2>
      </header>
      <ul>
        {handovers.map((one) => (
          <li>
            <div>
              <a href={`/handovers/${one.id}`}>{one.posts}</a>
              <small>{`${dueWords(one)}，须登记更换密码并由双方签字`}</small>
            </div>
            <HandoverMark state={one.state} late={isOverdue(one, now)} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function OwnAccounts({ accounts, limits }: { accounts: readonly Shown[]; limits: UpdateLimits }) {
  return (
    <section class="card gap">
      <header>
        <h2>本单位账号</h2>
        <p>{`${accounts.length} 个　未更新 ${limits.warnAtDays.join('、')} 天预警`}</p>
      </header>
      {accounts.length === 0 ? (
        <Empty title="台账中没有本单位账号">本单位有政务新媒体的，请在专项排查中填报，或申请备案。</Empty>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              <th>账号</th>
              <th>平台</th>
              <th>最后更新</th>
              <th>未更新天数</th>
              <th>提醒</th>
            </tr>
          </thead>
          <tbody>
            {accounts.map((account) => (
              <tr>
                <td class="t">
                  <a class="nm" href={`/accounts/${account.id}`}>
                    {account.name}
                  </a>
                </td>
                <td data-l="平台">{platforms[account.platform].label}</td>
                <td class="num" data-l="最后更新">
                  {account.lastUpdateOn ?? '未采集到'}
                  {account.seenUntil && <small>{`数据截至 ${account.seenUntil}`}</small>}
                </td>
                <td class="full">
                  {account.servesOnly ? (
                    <span class="mut">办事类，不以更新判定</span>
                  ) : (
                    <SilentDays days={account.days} limits={limits} />
                  )}
                </td>
                <td class="s">
                  <Reminder account={account} limits={limits} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {accounts.some(({ days, servesOnly }) => days === undefined && !servesOnly) && (
        <footer>
          <span>{sentences.notCollected}</span>
        </footer>
      )}
    </section>
  )
}

function Reminder({ account: { servesOnly, days, warning }, limits }: { account: Shown; limits: UpdateLimits }) {
  if (servesOnly) return null
  if (days === undefined) return <Status mark="unkn" />
  if (warning === undefined) return <Status mark="pass" word="按期更新" />
  return (
    <Status mark="warn" word={days > limits.mostSilentDays ? `超过${limits.mostSilentDays}天` : `${warning} 天预警`} />
  )
}
