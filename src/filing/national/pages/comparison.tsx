import { platforms } from '../../../vocabulary/platforms.ts'
import {
  Alert,
  CsrfField,
  Empty,
  Head,
  type Mark,
  Pager,
  Select,
  shownMinute,
  Status,
  type WebContext,
} from '../../../web/index.ts'
import {
  comparedFields,
  differenceKindLabels,
  type DifferenceState,
  differenceStateLabels,
  extentLabels,
  fieldTitles,
  type Remedy,
  remedySentences,
} from '../model.ts'
import type { ComparisonRun, DifferenceCounts, KeptDifference } from '../queries/comparisons.ts'
import { maskedPhones } from '../sheet.ts'

/** A reason that was typed at one difference, and refused. */
export type TypedReason = { position: number; reason: string }

export type ShownDifference = KeptDifference & { remedy: Remedy }

type Props = {
  c: WebContext
  run: ComparisonRun
  by: string
  rows: readonly ShownDifference[]
  names: ReadonlyMap<string, string>
  total: number
  page: number
  counts: DifferenceCounts
  filter: { kind: string; state: string; field: string }
  mayDecide: boolean
  problem?: string | undefined
  typed?: TypedReason | undefined
}

/** What differed between a sheet and the ledger, field by field, and what a person decides about each. */
export function ComparisonPage(props: Props) {
  const { c, run, by, rows, total, page, counts, filter, problem } = props
  return (
    <>
      <Head
        crumb={<a href="/national/comparisons">与台账比对</a>}
        title={run.fileName}
        note={`${by}　${shownMinute(c, run.comparedAt)}　${run.rowCount} 个账号，与台账对上 ${run.matchedCount} 个　按${extentLabels[run.extent]}比对`}
      />
      {problem && <Alert tone="fail" title={problem} />}
      <section class="glance" aria-label="比对结果">
        {(['field', 'only-sheet', 'only-ledger'] as const).map((kind) => (
          <div>
            <div class="k">{differenceKindLabels[kind]}</div>
            <div class="v">
              {counts[kind]}
              <small>{kind === 'field' ? '处' : '个'}</small>
            </div>
          </div>
        ))}
        <div>
          <div class="k">待处理</div>
          <div class="v">
            {counts.open}
            <small>处</small>
          </div>
        </div>
      </section>
      <section class="card gap">
        <form class="filter" method="get" action={`/national/comparisons/${run.id}`}>
          <Select
            bare
            name="state"
            label="处理情况"
            value={filter.state}
            choices={[
              ...Object.entries(differenceStateLabels).map(([value, label]) => ({ value, label })),
              { value: 'all', label: '全部处理情况' },
            ]}
          />
          <Select
            bare
            name="kind"
            label="差异种类"
            value={filter.kind}
            choices={[
              { value: '', label: '全部差异' },
              ...Object.entries(differenceKindLabels).map(([value, label]) => ({ value, label })),
            ]}
          />
          <Select
            bare
            name="field"
            label="项目"
            value={filter.field}
            choices={[
              { value: '', label: '全部项目' },
              ...comparedFields.map((value) => ({ value, label: fieldTitles[value] })),
            ]}
          />
          <button class="btn" type="submit">
            筛选
          </button>
        </form>
        {rows.length === 0 ? <Nothing counts={counts} /> : <Rows {...props} />}
        <Pager c={c} page={page} total={total} />
      </section>
      {run.unread.length > 0 && <Unread unread={run.unread} />}
    </>
  )
}

const Nothing = ({ counts }: { counts: DifferenceCounts }) =>
  counts.open + counts.accepted + counts.dismissed === 0 ? (
    <Empty title="没有差异">表中各项与台账一致。</Empty>
  ) : (
    <Empty title="没有符合条件的差异">请放宽条件。</Empty>
  )

const Rows = (props: Props) => (
  <table class="cards">
    <thead>
      <tr>
        <th>账号</th>
        <th>项目</th>
        <th>表中</th>
        <th>台账</th>
        <th>处理</th>
      </tr>
    </thead>
    <tbody>
      {props.rows.map((row) => (
        <Row {...props} row={row} />
      ))}
    </tbody>
  </table>
)

function Row({ row, ...props }: Props & { row: ShownDifference }) {
  const { accountId, accountName, unitName, platform, place, kind, field, position } = row
  return (
    <tr id={`d${position}`}>
      <td class="t">
        {accountId ? <a href={`/accounts/${accountId}`}>{accountName}</a> : accountName}
        <small>{[platform && platforms[platform].label, unitName].filter(Boolean).join('　')}</small>
        {place && <small>{`${place.sheet} 第 ${place.row} 行`}</small>}
      </td>
      <td data-l="项目">{field ? fieldTitles[field] : differenceKindLabels[kind]}</td>
      {kind === 'field' ? (
        <>
          <td data-l="表中">{shown(row, row.sheetValue)}</td>
          <td data-l="台账">{shown(row, row.ledgerValue)}</td>
        </>
      ) : (
        <>
          <td data-l="表中">{kind === 'only-sheet' ? '有' : '没有'}</td>
          <td data-l="台账">{kind === 'only-sheet' ? '没有' : '有'}</td>
        </>
      )}
      <td class="full">{row.state === 'open' ? <Decide {...props} row={row} /> : <Decided {...props} row={row} />}</td>
    </tr>
  )
}

// Numbers are shown as anybody may see them; two that look alike differ where the stars stand.
const shown = ({ field }: ShownDifference, value: string | null) =>
  value === null ? <span class="mut">未填</span> : field === 'contactPhone' ? maskedPhones(value) : value

const marks: Readonly<Record<DifferenceState, Mark>> = { open: 'pend', accepted: 'pass', dismissed: 'unkn' }

function Decided({ c, row, names }: Props & { row: ShownDifference }) {
  const by = row.decidedBy === null ? '' : (names.get(row.decidedBy) ?? '服务器操作员')
  return (
    <>
      <Status mark={marks[row.state]} word={differenceStateLabels[row.state]} />
      <small>{`${by}　${row.decidedAt ? shownMinute(c, row.decidedAt) : ''}`}</small>
      {row.reason && <small>{`理由：${row.reason}`}</small>}
    </>
  )
}

function Decide({ c, run, row, mayDecide, typed }: Props & { row: ShownDifference }) {
  const { position, version, remedy } = row
  const query = new URL(c.req.url).search
  return (
    <>
      {remedy !== 'accept' && <p class="mut">{`${remedySentences[remedy]}。`}</p>}
      {mayDecide ? (
        <form method="post" action={`/national/comparisons/${run.id}/${position}${query}`}>
          <CsrfField csrf={c.var.session.csrf} />
          <input type="hidden" name="version" value={String(version)} />
          <p class="acts">
            <WayOn row={row} />
            <span class="grow">
              <input
                type="text"
                name="reason"
                aria-label={`第 ${position} 处不采纳的理由`}
                placeholder="不采纳的理由"
                maxlength={200}
                value={typed?.position === position ? typed.reason : undefined}
              />
            </span>
            <button class="btn" type="submit" name="decision" value="dismiss">
              不采纳
            </button>
          </p>
        </form>
      ) : (
        <Status mark="pend" word="待处理" />
      )}
    </>
  )
}

/** What can be done at once, or where it is done. */
function WayOn({ row }: { row: ShownDifference }) {
  const { remedy, accountId, kind } = row
  if (remedy === 'accept')
    return (
      <button class="btn" type="submit" name="decision" value="accept">
        {kind === 'only-sheet' ? '登记到台账' : '以表为准'}
      </button>
    )
  const way =
    remedy === 'case'
      ? { to: accountId === null ? '/cases/new' : `/cases/new?kind=change&accountId=${accountId}`, label: '申请备案' }
      : remedy === 'unit'
        ? { to: '/units/new', label: '登记单位' }
        : accountId !== null && { to: `/national/accounts/${accountId}`, label: '登记填报' }
  if (!way || remedy === 'masked') return null
  return (
    <a class="btn" href={way.to}>
      {way.label}
    </a>
  )
}

const Unread = ({ unread }: { unread: ComparisonRun['unread'] }) => (
  <section class="card">
    <header>
      <h2>读不出、未比对的单元格</h2>
      <p>{`${unread.length} 处`}</p>
    </header>
    <table class="cards cells">
      <thead>
        <tr>
          <th>位置</th>
          <th>表头</th>
          <th>填的是</th>
          <th>应当是</th>
        </tr>
      </thead>
      <tbody>
        {unread.map(({ sheet, row, column, found, wanted }) => (
          <tr>
            <td class="t">{`${sheet} 第 ${row} 行`}</td>
            <td data-l="表头">{column}</td>
            <td class="found" data-l="填的是">
              {found || '（不显示）'}
            </td>
            <td data-l="应当是">{wanted}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)
