import { platforms } from '../../vocabulary/platforms.ts'
import { unitKinds } from '../../vocabulary/units.ts'
import { Alert, CsrfField, Head } from '../../web/index.ts'
import { readFacts } from '../annex2/fact-changes.ts'
import type { AddedRow, ChangedRow, ImportOutcome } from '../annex2/outcome.ts'
import { type SameCells, sameSaid } from '../annex2/same-said.ts'
import { RejectedCells, shownRows } from './rejected-cells.tsx'

const listed = (count: number) => (count > shownRows ? `，列出前 ${shownRows} 条` : '')

/** What a file would do, before it does it: new, changed, unchanged, unknown units, and every rejected cell in its place. */
export function ImportPreview({
  outcome,
  importId,
  csrf,
  heldBack,
}: {
  outcome: ImportOutcome
  importId: string
  csrf: string
  heldBack?: boolean
}) {
  const { toCreate, toChange, unchanged, rejected, rejectedRows, unregisteredRows, unknownUnits, notices, keptFilled } =
    outcome
  const writable = toCreate.length + toChange.length > 0 || unknownUnits.length > 0
  return (
    <>
      <Head crumb={<a href="/imports">导入</a>} title="附件2 导入预览" note={outcome.fileName} />
      {heldBack && (
        <Alert tone="fail" title="没有写入">
          有不合要求的行，或有台账中没有的单位。请在下方勾选处理办法后再写入，或更正表格后重新导入。
        </Alert>
      )}
      <section class="glance" aria-label="预览结果">
        <Number label="新增" value={toCreate.length} />
        <Number label="变更" value={toChange.length} />
        <Number label="未变" value={unchanged} />
        <Number label="单位未登记" value={unregisteredRows} unit="行" />
        <Number label="内容有误" value={rejectedRows - unregisteredRows} unit="行" />
      </section>
      <div class="stackv">
        {rejected.length > 0 && <Rejected rejected={rejected} importId={importId} />}
        {notices.length > 0 && (
          <section class="card">
            <header>
              <h2>请留意</h2>
              <p>{`${sameSaid(notices).length} 条${listed(sameSaid(notices).length)}`}</p>
            </header>
            <ul class="in stack">
              {sameSaid(notices)
                .slice(0, shownRows)
                .map((line) => (
                  <li>{line}</li>
                ))}
            </ul>
          </section>
        )}
        <Rows title="将要写入" toCreate={toCreate} toChange={toChange} />
        <Rows title="一并建立新单位后，还将写入" {...outcome.onceRegistered} />
        <form class="card" method="post" action={`/imports/accounts/${importId}`}>
          <header>
            <h2>写入台账</h2>
          </header>
          <div class="in stack">
            <CsrfField csrf={csrf} />
            {keptFilled > 0 && <p class="mut sm">{`表中有 ${keptFilled} 处空白而台账已有内容，保留台账原有内容。`}</p>}
            {unknownUnits.length > 0 && <UnknownUnits outcome={outcome} />}
            {rejectedRows > 0 && (
              <label class="opt">
                <input type="checkbox" name="acceptValid" value="yes" />
                <span>
                  <b>不合要求的行不写入，其余写入</b>
                  <small>{`${faultyRows(outcome)}；请退回单位更正后再导入。`}</small>
                </span>
              </label>
            )}
            {writable ? (
              <button class="btn pri" type="submit">
                写入
              </button>
            ) : (
              <Alert tone="pass" title="台账已是最新，无需写入" />
            )}
          </div>
        </form>
      </div>
    </>
  )
}

/** 单位未登记5行；内容有误1行. */
const faultyRows = ({ rejectedRows, unregisteredRows }: ImportOutcome) =>
  [
    unregisteredRows > 0 && `单位未登记${unregisteredRows}行`,
    rejectedRows > unregisteredRows && `内容有误${rejectedRows - unregisteredRows}行`,
  ]
    .filter(Boolean)
    .join('；')

function Number({ label, value, unit = '个' }: { label: string; value: number; unit?: string }) {
  return (
    <div>
      <div class="k">{label}</div>
      <div class="v">
        {value}
        <small>{unit}</small>
      </div>
    </div>
  )
}

/** `C5`; the letter and `第5—9行`; of a column that is missing the rows alone. */
function placeWords({ column, rows }: SameCells): string {
  if (column !== '' && /^\d+$/.test(rows)) return `${column}${rows}`
  return `${column && `${column}列　`}第${rows}行`
}

const Rejected = ({ rejected, importId }: { rejected: ImportOutcome['rejected']; importId: string }) => (
  <RejectedCells
    title="不合要求的单元格"
    cells={rejected}
    note={(told) => `${told} 条${listed(told)}`}
    placeOf={(cell) => `${cell.sheet}　${placeWords(cell)}`}
    withHeads
    download={{ href: `/imports/accounts/${importId}/rejected`, label: '下载需更正的内容（.xlsx），退回单位' }}
  />
)

function UnknownUnits({ outcome: { unknownUnits, unknownOfFaulty } }: { outcome: ImportOutcome }) {
  return (
    <>
      <Alert tone="warn" title={`台账中没有的单位 ${unknownUnits.length} 个`}>
        {unknownUnits
          .map(
            ({ name, similar, guessedKind, rows }) =>
              `${name}（${unitKinds[guessedKind].label}，${rows} 行${similar.length > 0 ? `；相近：${similar.join('、')}` : ''}）`,
          )
          .join('；')}
        {unknownOfFaulty.length > 0 &&
          `。另有 ${unknownOfFaulty.length} 个只见于内容有误的行，这次不建立：${unknownOfFaulty.join('、')}`}
      </Alert>
      <label class="opt">
        <input type="checkbox" name="createUnits" value="yes" />
        <span>
          <b>一并建立这些单位</b>
          <small>
            单位类型只在名称写明的时候按名称填写，其余为“类型待核实”，核实前不监测、不点名。建立后请逐个核对；如是同一单位的不同写法，请先在表中改成台账中的全称。
          </small>
        </span>
      </label>
    </>
  )
}

/** 新增：粉丝量 约1.7万（按17000登记）；开通时间 2022年1月1日. */
const readWords = ({ account, people }: AddedRow) =>
  `新增：${
    [...readFacts(account), ...people.map(({ label, after }) => ({ label, text: after }))]
      .map(({ label, text }) => `${label} ${text}`)
      .join('；') || '表中只有名称和平台'
  }`

function Rows({ title, toCreate, toChange }: { title: string; toCreate: AddedRow[]; toChange: ChangedRow[] }) {
  if (toCreate.length + toChange.length === 0) return null
  return (
    <section class="card">
      <header>
        <h2>{title}</h2>
        <p>{`新增 ${toCreate.length} 个，变更 ${toChange.length} 个${listed(toCreate.length + toChange.length)}`}</p>
      </header>
      <table class="cards">
        <thead>
          <tr>
            <th>账号</th>
            <th>平台</th>
            <th>主办单位</th>
            <th>写入什么</th>
          </tr>
        </thead>
        <tbody>
          {[...toChange, ...toCreate].slice(0, shownRows).map((row) => (
            <tr>
              <td class="t">
                {row.name}
                <small>{`${row.sheet} 第 ${row.row} 行`}</small>
              </td>
              <td>{platforms[row.platform].label}</td>
              <td>{row.unitName}</td>
              <td class="full">
                {'changes' in row
                  ? row.changes.map(({ label, before, after }) => (
                      <p>
                        {label} {before && <del>{before}</del>}{' '}
                        {after ? <ins>{after}</ins> : <span class="mut">清空</span>}
                      </p>
                    ))
                  : readWords(row)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
