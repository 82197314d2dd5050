import { maskNumbers } from '../../vocabulary/personal-numbers.ts'
import { sentences } from '../../vocabulary/sentences.ts'
import {
  Alert,
  CsrfField,
  Empty,
  FilterBy,
  Field,
  Head,
  Pager,
  SearchBox,
  Select,
  shownMinute,
  Status,
  type WebContext,
} from '../../web/index.ts'
import { type ReturnState, returnStateLabels } from '../model.ts'
import { triggerRules, type TriggerRow, triggerStateLabels } from '../triggers/index.ts'
import { BY_HAND } from '../triggers/raise-by-hand.ts'

type Props = {
  c: WebContext
  rows: readonly TriggerRow[]
  total: number
  page: number
  mayDecide: boolean
  mayRaise: boolean
  problem?: string | undefined
  /** What was typed of one clue when it was refused. */
  typed?: TypedDecision | undefined
}

export type TypedDecision = { id: string; reason: string }

export const triggerMarks = { raised: 'pend', upheld: 'fail', dismissed: 'pass' } as const

/** 责任追究线索: what touched a rule, on which facts; what follows from it is for people to decide. */
export function TriggersPage({ c, rows, total, page, mayDecide, mayRaise, problem, typed }: Props) {
  return (
    <>
      <Head title="责任追究线索" note="通知三：私自开设注销、瞒报漏报、管理不到位、被上级通报扣分等情形">
        {mayRaise && (
          <a class="btn pri" href="/accountability/new">
            登记线索
          </a>
        )}
      </Head>
      {problem && <Alert tone="fail" title={problem} />}
      <Alert tone="pend" title={sentences.systemOnlyHints} />
      <section class="card">
        <form class="filter" method="get" action="/accountability">
          <SearchBox c={c} label="单位、账号" />
          <FilterBy c={c} name="state" label="处理情况" labels={triggerStateLabels} />
          <Select
            bare
            name="rule"
            label="情形"
            value={c.req.query('rule')}
            choices={[
              { value: '', label: '全部情形' },
              ...Object.entries(triggerRules).map(([value, { label }]) => ({ value, label: `${value} ${label}` })),
            ]}
          />
          <button class="btn" type="submit">
            筛选
          </button>
        </form>
        {rows.length === 0 ? (
          <Empty title="没有符合条件的线索">逾期未报送、未备案运营等情形出现后列在这里。</Empty>
        ) : (
          <ul class="plain rows">
            {rows.map((row) => (
              <Trigger c={c} row={row} mayDecide={mayDecide} typed={typed?.id === row.id ? typed : undefined} />
            ))}
          </ul>
        )}
        <Pager c={c} page={page} total={total} path="/accountability" />
      </section>
    </>
  )
}

const factLabels: Readonly<Record<string, string>> = {
  reason: '情形',
  fact: '情形',
  campaign: '专项排查',
  changedOn: '变更日期',
  filingUntil: '报送截止',
  filedOn: '报送日期',
  daysLate: '逾期工作日',
  calendarNote: '说明',
  returnState: '报送情况',
  account: '账号',
  platform: '平台',
  discoveredOn: '发现日期',
  ceasedOn: '关停日期',
  executedOn: '平台办理日期',
  approvedOn: '批准日期',
  month: '监测月份',
  orderNumber: '整改通知',
  circular: '上级通报',
  posts: '交接岗位',
  due: '应完成日期',
  items: '未完成清理事项',
  corrected: '更正',
  happenedOn: '发生或发现日期',
  source: '来源',
}

/** The facts of a clue in words. What has no label is for the record: ids and codes. */
export const factsText = (facts: Record<string, unknown>) =>
  Object.entries(factLabels)
    .flatMap(([key, label]) => {
      const value = facts[key]
      return typeof value === 'string' || typeof value === 'number' ? [`${label}：${wordFor(key, String(value))}`] : []
    })
    .join('　')

const wordFor = (key: string, value: string) =>
  key === 'returnState' ? (returnStateLabels[value as ReturnState] ?? value) : value

/** The clause of a clue: its own where the facts name one, else that of its rule. */
export const clauseOf = ({ rule, facts }: Pick<TriggerRow, 'rule' | 'facts'>): string =>
  typeof facts['clause'] === 'string' ? facts['clause'] : triggerRules[rule].clause

/** What a person entered: the facts in words, a person’s number in them masked, and the pieces of evidence beside them. */
function Entered({ row: { id, facts } }: { row: TriggerRow }) {
  const { words, fileName, link } = facts
  return (
    <>
      <p>{`人工登记：${maskNumbers(String(words))}`}</p>
      <p class="led">
        {typeof fileName === 'string' && <a href={`/accountability/${id}/evidence`}>{`证据：${fileName}`}</a>}
        {typeof fileName === 'string' && typeof link === 'string' && '　'}
        {typeof link === 'string' && <a href={link} rel="noreferrer noopener" target="_blank">{`证据链接：${link}`}</a>}
      </p>
    </>
  )
}

type OneProps = { c: WebContext; row: TriggerRow; mayDecide: boolean; typed: TypedDecision | undefined }

function Trigger({ c, row, mayDecide, typed }: OneProps) {
  const rule = triggerRules[row.rule]
  return (
    <li>
      <p>
        <b>{`${row.rule} ${rule.label}`}</b>{' '}
        <Status mark={triggerMarks[row.state]} word={triggerStateLabels[row.state]} />
      </p>
      <p class="led">
        {row.unitName ?? '单位不明'}
        {row.accountName && `　${row.accountName}`}
        {typeof row.facts['caseId'] === 'string' && (
          <>
            {'　'}
            <a href={`/cases/${row.facts['caseId']}`}>查看备案事项</a>
          </>
        )}
        {row.subjectKind === 'order' && (
          <>
            {'　'}
            <a href={`/orders/${row.subjectId}`}>查看整改</a>
          </>
        )}
        {row.subjectKind === 'circular' && (
          <>
            {'　'}
            <a href={`/upper-circulars/${row.subjectId.split('/')[0]}`}>查看通报</a>
          </>
        )}
        {row.subjectKind === 'finding' && (
          <>
            {'　'}
            <a href={`/review/${row.subjectId}`}>查看复核</a>
          </>
        )}
        {row.subjectKind === 'handover' && (
          <>
            {'　'}
            <a href={`/handovers/${row.subjectId}`}>查看交接</a>
          </>
        )}
      </p>
      {row.subjectKind === BY_HAND && <Entered row={row} />}
      <p class="mut">
        {`${factsText(row.facts)}　${shownMinute(c, row.raisedAt)}记录　依据：${clauseOf(row)}　默认责任人：${rule.answers}`}
      </p>
      {row.decision && <p>{`处理意见：${row.decision}`}</p>}
      {mayDecide && row.state === 'raised' && (
        <form method="post" action={`/accountability/${row.id}${new URL(c.req.url).search}`}>
          <CsrfField csrf={c.var.session.csrf} />
          <input type="hidden" name="version" value={String(row.version)} />
          <div class="row">
            <Field name="reason" id={`reason-${row.id}`} label="处理意见和理由" required value={typed?.reason} />
          </div>
          <p class="acts">
            <button class="btn bad" type="submit" name="state" value="upheld">
              认定
            </button>
            <button class="btn" type="submit" name="state" value="dismissed">
              排除
            </button>
          </p>
        </form>
      )}
    </li>
  )
}
