import type { Child } from 'hono/jsx'
import { formatDayZh } from '../../calendar/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { sentences } from '../../vocabulary/sentences.ts'
import { hints } from '../../vocabulary/hints.ts'
import {
  Alert,
  CsrfField,
  Empty,
  Field,
  Head,
  Pager,
  SearchBox,
  Select,
  Status,
  type WebContext,
} from '../../web/index.ts'
import { triggerStateLabels } from '../../filing/index.ts'
import { caseStateLabels } from '../accountability/model.ts'
import type { RestingOnCircular } from './changes.ts'
import { type Circular, circularLevels, type Named } from './model.ts'
import type { CircularRow } from './queries.ts'

type ListProps = { c: WebContext; rows: readonly CircularRow[]; total: number; page: number; mayEnter: boolean }

const Deducted = ({ pointsDeducted }: Pick<Circular, 'pointsDeducted'>) =>
  pointsDeducted ? <Status mark="fail" word="扣分" /> : <Status mark="warn" word="未扣分" />

/** 上级通报, the newest first. */
export const CircularsPage = ({ c, rows, total, page, mayEnter }: ListProps) => (
  <>
    <Head title="上级通报" note="通知三：被国家、省、市通报扣分的，按规定进行责任追究">
      {mayEnter && (
        <a class="btn pri" href="/upper-circulars/new">
          录入通报
        </a>
      )}
    </Head>
    <section class="card">
      <form class="filter" method="get" action="/upper-circulars">
        <SearchBox c={c} label="标题、机关、单位" />
        <button class="btn" type="submit">
          查找
        </button>
      </form>
      {rows.length === 0 ? (
        <Empty title="没有符合条件的通报">收到上级通报后录入，涉及扣分的，自动记责任追究线索 F-11。</Empty>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              <th>通报</th>
              <th>机关</th>
              <th>日期</th>
              <th>涉及单位</th>
              <th>扣分</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr>
                <td class="t">
                  <a class="nm" href={`/upper-circulars/${row.id}`}>
                    {row.title}
                  </a>
                  {row.number && <small>{row.number}</small>}
                </td>
                <td data-l="机关">{`${row.issuer}（${circularLevels[row.level]}）`}</td>
                <td class="num" data-l="日期">
                  {row.issuedOn}
                </td>
                <td data-l="涉及单位">{`${row.units} 个`}</td>
                <td class="s">
                  {row.withdrawnAt === null ? <Deducted {...row} /> : <Status mark="unkn" word="已撤回" />}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Pager c={c} page={page} total={total} />
    </section>
  </>
)

type FormProps = { csrf: string; typed: Readonly<Record<string, string>>; problem: string | undefined }

/** One circular, with whom it names. What was refused comes back as it was typed; a file has to be chosen again. */
export const NewCircularPage = ({ csrf, typed, problem }: FormProps) => (
  <>
    <Head crumb={<a href="/upper-circulars">上级通报</a>} title="录入通报" note={sentences.nothingSecret} />
    {problem && <Alert tone="fail" title={problem} />}
    <form class="card" method="post" action="/upper-circulars/new" enctype="multipart/form-data">
      <div class="in">
        <CsrfField csrf={csrf} />
        <CircularFields typed={typed} />
        <Field
          name="file"
          label="通报文件"
          type="file"
          accept=".pdf,.jpg,.jpeg,.png,.webp"
          required
          hint={hints.scanFile}
        />
        <p class="acts">
          <button class="btn pri" type="submit">
            录入
          </button>
        </p>
      </div>
    </form>
  </>
)

/** What a circular says, for who enters and who corrects it. */
export const CircularFields = ({ typed }: { typed: Readonly<Record<string, string>> }) => (
  <>
    <Select
      name="level"
      label="层级"
      required
      value={typed['level']}
      choices={[
        { value: '', label: '请选择' },
        ...Object.entries(circularLevels).map(([value, label]) => ({ value, label })),
      ]}
    />
    <Field name="issuer" label="通报机关" required maxlength={80} value={typed['issuer']} />
    <Field name="title" label="标题" required maxlength={120} value={typed['title']} />
    <Field name="number" label="文号" maxlength={60} value={typed['number']} hint="没有文号的留空。" />
    <Field name="issuedOn" label="成文日期" type="date" required value={typed['issuedOn']} />
    <label class="fld">
      <input type="checkbox" name="pointsDeducted" value="yes" checked={typed['pointsDeducted'] === 'yes'} />
      通报扣分
    </label>
    <Field
      name="named"
      label="涉及的单位和账号"
      type="textarea"
      rows={6}
      required
      value={typed['named']}
      hint="每行一个，写作“单位｜账号｜平台｜通报内容”，可以从表格中整列粘贴；只涉及单位的，写“单位｜通报内容”。只写单位和账号，不写人员姓名。"
    />
  </>
)

type OneProps = {
  circular: Circular
  named: readonly Named[]
  resting: RestingOnCircular
  seesClues: boolean
  handlesItems: boolean
  /** Whoever looks may correct it and take it back. */
  mayChange: boolean
  history: Child
  withdrawing: Child
  trail: Child
}

export const CircularPage = ({
  circular,
  named,
  resting,
  seesClues,
  handlesItems,
  mayChange,
  history,
  withdrawing,
  trail,
}: OneProps) => (
  <>
    <Head
      crumb={<a href="/upper-circulars">上级通报</a>}
      title={circular.title}
      note={`${circular.issuer}（${circularLevels[circular.level]}）　${formatDayZh(circular.issuedOn)}${circular.number ? `　${circular.number}` : ''}`}
    >
      {handlesItems && circular.withdrawnAt === null && (
        <a class="btn" href={`/superiors/new?circular=${circular.id}`}>
          按本通报登记交办
        </a>
      )}
      {mayChange && circular.withdrawnAt === null && (
        <a class="btn" href={`/upper-circulars/${circular.id}/correct`}>
          更正
        </a>
      )}
    </Head>
    {circular.withdrawnAt !== null && (
      <Alert tone="pend" title="该通报已经撤回">
        录入有误，不再作为任何单位、账号的情况；原录入内容和理由见“更正和撤回”。
      </Alert>
    )}
    {circular.pointsDeducted && circular.withdrawnAt === null && (
      <Alert tone="fail" title="通报扣分，已按单位记责任追究线索 F-11">
        {seesClues && <a href="/accountability?rule=F-11">查看线索</a>}
      </Alert>
    )}
    <div class="stackv">
      <section class="card">
        <header>
          <h2>涉及的单位和账号</h2>
          <p>
            <a href={`/upper-circulars/${circular.id}/files/original`}>{circular.fileName}</a>
          </p>
        </header>
        <table class="cards">
          <thead>
            <tr>
              <th>单位</th>
              <th>账号</th>
              <th>通报内容</th>
            </tr>
          </thead>
          <tbody>
            {named.map((one) => (
              <tr>
                <td class="t">
                  <a href={`/units/${one.unitId}`}>{one.unitName}</a>
                </td>
                <td data-l="账号">
                  {one.accountId ? (
                    <a href={`/accounts/${one.accountId}`}>
                      {`${one.accountName ?? ''}${one.platform ? `（${platforms[one.platform].label}）` : ''}`}
                    </a>
                  ) : (
                    '—'
                  )}
                </td>
                <td class="full">{one.note}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {seesClues && <Resting resting={resting} />}
      {history}
      {withdrawing}
      {trail}
    </div>
  </>
)

/** What rests on it, for who decides about that. */
const Resting = ({ resting: { clues, cases } }: { resting: RestingOnCircular }) =>
  clues.length + cases.length > 0 && (
    <section class="card">
      <header>
        <h2>依据本通报的事项</h2>
      </header>
      <ul class="plain rows">
        {clues.map(({ rule, unitName, state }) => (
          <li>
            <p class="led">
              <a href={`/accountability?rule=${rule}`}>{`线索 ${rule}`}</a>
              {`　${unitName}　${triggerStateLabels[state]}`}
            </p>
          </li>
        ))}
        {cases.map(({ id, unitName, state }) => (
          <li>
            <p class="led">
              <a href={`/accountability-cases/${id}`}>责任追究</a>
              {`　${unitName}　${caseStateLabels[state]}`}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
