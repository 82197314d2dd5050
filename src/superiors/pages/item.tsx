import type { Child } from 'hono/jsx'
import { type CivilDate, type Instant, lateWords } from '../../calendar/index.ts'
import { type Circular, circularLevels } from '../../rectification/index.ts'
import { maskNumbers } from '../../vocabulary/personal-numbers.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { Alert, Head, shownMinute, Status, type WebContext } from '../../web/index.ts'
import { momentZh } from '../letter/paper.ts'
import type { LetterVersion } from '../letter/queries.ts'
import {
  channelLabels,
  type Item,
  type ItemAction,
  itemActionLabels,
  type ItemStep,
  type Named,
  type Part,
  type PartAction,
  partActionLabels,
  type StepFile,
} from '../model.ts'
import { minutesLeft, type StepName, stepLabels, type StepStanding } from '../schedule.ts'
import { ItemForms } from './item-forms.tsx'
import { LetterCard } from './letter-card.tsx'
import { dueWords, ItemMark, watchWords } from './marks.tsx'
import { PartsCard } from './parts.tsx'

export type Typed = { form: string; values: Readonly<Record<string, string>> }

export type ItemView = {
  c: WebContext
  item: Item
  named: readonly Named[]
  parts: readonly Part[]
  steps: readonly ItemStep[]
  files: readonly StepFile[]
  letters: readonly LetterVersion[]
  circular: Circular | undefined
  standings: readonly StepStanding[]
  names: ReadonlyMap<string, string>
  /** By unit that was merged away: who answers for it now; null: nobody. */
  heirs: ReadonlyMap<string, string | null>
  now: Instant
  isRest: (day: CivilDate) => boolean
  may: (action: ItemAction) => boolean
  mayPart: (action: PartAction, unitId: string) => boolean
  /** The unit whose page it is; undefined: the office's. */
  unitId: string | undefined
  seesCirculars: boolean
  typed: Typed | undefined
  problem: string | undefined
  trail: Child
}

/** One item: until when, which step is due, what units answered, the letter, and what comes next. */
export function ItemPage(view: ItemView) {
  const { item, now, problem, trail, standings, unitId } = view
  const late = standings.filter(({ state, late: minutes }) => state === 'current' && minutes > 0)
  const isOpen = item.state !== 'sent' && item.state !== 'withdrawn'
  return (
    <>
      <Head
        crumb={<a href="/superiors">上级交办</a>}
        title={
          <>
            {item.title} <ItemMark item={item} now={now} box />
          </>
        }
        note={`${item.issuer}（${circularLevels[item.level]}）　${dueWords(item, now)}`}
      />
      {problem && <Alert tone="fail" title={problem} />}
      {unitId === undefined && isOpen && late.length > 0 && (
        <Alert tone="fail" title={`“${stepLabels[late[0]!.step]}”已晚于倒排时间${lateWords(late[0]!.late)}`}>
          {minutesLeft(item.dueAt, now) > 0
            ? `上级时限不变，后面各环节的最迟时间不变，距报送时限还剩${lateWords(minutesLeft(item.dueAt, now))}。`
            : '已过上级时限，请立即报送并说明原因。'}
        </Alert>
      )}
      <div class="stackv">
        {unitId === undefined && <ScheduleCard {...view} />}
        <AskedCard {...view} />
        <PartsCard {...view} />
        {unitId === undefined && <LetterCard {...view} />}
        {unitId === undefined && <ItemForms {...view} />}
        <StepsCard {...view} />
        {unitId === undefined && trail}
      </div>
    </>
  )
}

const ScheduleCard = ({ item, standings, isRest, c, now, steps, names, parts }: ItemView) => (
  <section class="card">
    <header>
      <h2>时限倒排</h2>
      <p>{`${momentZh(item.receivedAt)}收到，${momentZh(item.dueAt)}前报送；自然小时，夜间、休息日照常计时`}</p>
    </header>
    <table class="cards">
      <thead>
        <tr>
          <th>环节</th>
          <th>最迟</th>
          <th>办理</th>
          <th>情况</th>
        </tr>
      </thead>
      <tbody>
        {standings.map((one) => (
          <tr>
            <td class="t">{stepLabels[one.step]}</td>
            <td data-l="最迟">
              {momentZh(one.latest)}
              {!one.doneAt && watchWords(one.latest, isRest) && <small>{watchWords(one.latest, isRest)}</small>}
            </td>
            <td data-l="办理">
              {one.doneAt && !(one.step === 'answer' && parts.some(isOwing))
                ? `${shownMinute(c, one.doneAt)}　${doneBy(one.step, steps, names)}`
                : '—'}
            </td>
            <td class="s">
              {one.step === 'answer' && one.doneAt && parts.some(isOwing) ? (
                <Status mark="warn" word="未收齐即汇总" />
              ) : (
                <StepStatus one={one} isOver={item.state === 'withdrawn'} now={now} />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)

const isOwing = ({ state }: Part) => state === 'waiting' || state === 'returned'

const actionOf: Readonly<Partial<Record<StepName, ItemAction>>> = {
  distribute: 'distribute',
  compile: 'compile',
  sign: 'sign',
  send: 'send',
}

function doneBy(step: StepName, steps: readonly ItemStep[], names: ReadonlyMap<string, string>): string {
  const by = steps.findLast(({ action }) => action === actionOf[step])?.by
  return by ? (names.get(by) ?? '系统用户') : ''
}

function StepStatus({ one, isOver, now }: { one: StepStanding; isOver: boolean; now: Instant }) {
  const { doneAt, late, state, latest } = one
  if (doneAt)
    return late > 0 ? <Status mark="warn" word={`已办，晚${lateWords(late)}`} /> : <Status mark="pass" word="已办" />
  if (isOver) return <Status mark="unkn" word="不再办理" />
  if (late > 0) return <Status mark="fail" word={`已晚${lateWords(late)}`} />
  return <Status mark={state === 'current' ? 'pend' : 'unkn'} word={`还剩${lateWords(minutesLeft(latest, now))}`} />
}

/** 单位看到的是要求本单位做什么、到什么时候、为什么. */
const AskedCard = ({ item, named, unitId, circular, seesCirculars, files, c }: ItemView) => {
  const own = unitId === undefined ? named : named.filter((one) => one.unitId === unitId)
  const original = files.filter(({ step }) => step === 1)
  return (
    <section class="card">
      <header>
        <h2>交办内容</h2>
        <p>{`${channelLabels[item.channel]}${item.channelName ? `　${item.channelName}` : ''}，${shownMinute(c, item.receivedAt)}收到${item.enteredLate ? '，时限已过后补录' : ''}`}</p>
      </header>
      <dl class="in dl">
        <dt>交办要求</dt>
        <dd>{maskNumbers(item.asked)}</dd>
        <dt>{unitId === undefined ? '报送时限' : '请于'}</dt>
        <dd>
          {unitId === undefined
            ? momentZh(item.dueAt)
            : `${momentZh(item.schedule.answer)}前反馈，留出核对、审签的时间；上级时限为${momentZh(item.dueAt)}`}
        </dd>
        {circular && (
          <>
            <dt>所依据的通报</dt>
            <dd>
              {seesCirculars ? <a href={`/upper-circulars/${circular.id}`}>{circular.title}</a> : circular.title}
              {circular.withdrawnAt !== null && '　录入有误，已撤回'}
            </dd>
          </>
        )}
        {unitId === undefined && original.length > 0 && (
          <>
            <dt>交办文件</dt>
            <dd>
              <FileLinks item={item} files={original} />
            </dd>
          </>
        )}
      </dl>
      <table class="cards">
        <thead>
          <tr>
            <th>单位</th>
            <th>账号</th>
            <th>要求</th>
          </tr>
        </thead>
        <tbody>
          {own.map((one) => (
            <tr>
              <td class="t">{one.unitName}</td>
              <td data-l="账号">
                {one.accountId && one.platform ? (
                  <a
                    href={`/accounts/${one.accountId}`}
                  >{`${one.accountName ?? ''}（${platforms[one.platform].label}）`}</a>
                ) : (
                  '全部账号'
                )}
              </td>
              <td class="full">{maskNumbers(one.note)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

export const FileLinks = ({ item, files }: { item: Item; files: readonly StepFile[] }) => (
  <>
    {files.map((file, at) => (
      <>
        {at > 0 && '　'}
        <a href={`/superiors/${item.id}/files/${file.step}-${file.serial}`}>{file.name}</a>
      </>
    ))}
  </>
)

const labelOf = (action: ItemAction | PartAction): string => ({ ...itemActionLabels, ...partActionLabels })[action]

/** What was done, step by step; a unit reads its own. */
function StepsCard({ steps, names, parts, files, item, unitId, c }: ItemView) {
  const shown = unitId === undefined ? steps : steps.filter((step) => step.unitId === unitId)
  if (shown.length === 0) return null
  const unitOf = (id: string) => parts.find((part) => part.unitId === id)?.unitName ?? ''
  return (
    <section class="card">
      <header>
        <h2>办理情况</h2>
      </header>
      <ol class="tl in">
        {shown.map((step) => (
          <li>
            <time>{shownMinute(c, step.at)}</time>
            <b>{labelOf(step.action)}</b>
            {`　${names.get(step.by) ?? '系统用户'}${step.unitId && unitId === undefined ? `　${unitOf(step.unitId)}` : ''}`}
            {step.facts['enteredForUnit'] === true && <span>　单位电话反馈，监管单位代录</span>}
            {typeof step.facts['late'] === 'string' && step.facts['late'] !== '0分钟' && (
              <span>{`　晚于时限${step.facts['late']}`}</span>
            )}
            {step.note && <p>{maskNumbers(step.note)}</p>}
            {files.some((file) => file.step === step.serial && step.serial > 1) && (
              <p>
                <FileLinks item={item} files={files.filter((file) => file.step === step.serial)} />
              </p>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}
