import { RejectedCells, sendBack, shownRows } from '../../registry/index.ts'
import { Alert, CsrfField, Head, type Mark, Status } from '../../web/index.ts'
import type { HandedTable, PostImport, PreviewedRow, RowState } from '../model.ts'

/** What was ticked beside 写入. */
export type WriteChoices = { acceptValid: boolean; correctTimes: boolean }

type Props = {
  imported: PostImport
  fileName: string
  fileId: string
  csrf: string
  account?: string | undefined
  from?: string | undefined
  to?: string | undefined
  /** It was to be written with these choices, and nothing was. */
  heldBack?: WriteChoices | undefined
}

/** What a file would add, before it does: what it was found to be, row by row, and every rejected cell in its place. */
export function PostImportPage({ imported, fileName, fileId, csrf, account, from, to, heldBack }: Props) {
  const { counts, rejected, tables, rows = [] } = imported
  const rejectedRows = new Set(rejected.map(({ sheet, row }) => `${sheet}\n${row}`)).size
  const figures = counts.newFigures + counts.knownFigures + counts.changedFigures
  // Figures and rankings speak of no day, whatever is declared.
  const posts = counts.newPosts + counts.knownPosts + counts.nothingFound > 0
  return (
    <>
      <Head crumb={<a href="/imports">导入</a>} title="采集文件导入预览" note={fileName} />
      <section class="glance" aria-label="预览结果">
        <Number label="读取" value={counts.rows} unit="行" />
        <Number label="涉及账号" value={counts.accounts} />
        <Number label="新增发布" value={counts.newPosts} unit="条" />
        <Number label="已有发布" value={counts.knownPosts} unit="条" />
        {counts.repeated > 0 && <Number label="表内重复" value={counts.repeated} unit="条" />}
        {figures > 0 && <Number label="新增统计" value={counts.newFigures} unit="项" />}
        {figures > 0 && <Number label="已有统计" value={counts.knownFigures} unit="项" />}
        {figures > 0 && <Number label="数值不同" value={counts.changedFigures} unit="项" />}
        <Number label="不合要求" value={rejectedRows} unit="行" />
      </section>
      <div class="stackv">
        {heldBack && <HeldBack acceptValid={heldBack.acceptValid} rejectedRows={rejectedRows} />}
        {isKnown(imported) && (
          <Alert tone="unkn" title="文件中没有新的内容">
            {counts.spans > 0 ? '所列内容都已有登记，写入只登记文件覆盖的日子。' : '所列内容都已有登记，不必再次写入。'}
          </Alert>
        )}
        {[...new Set(tables.flatMap(({ note }) => note ?? []))].map((note) => (
          <Alert tone="warn" title={note} />
        ))}
        <Tables tables={tables} />
        {counts.changedFigures > 0 && (
          <Alert tone="warn" title={`${counts.changedFigures} 项统计与已有的数值不同`}>
            两次的数值都保留，以后导入的为准；请核对是否选错了账号。
          </Alert>
        )}
        {counts.withoutTime > 0 && (
          <Alert tone="warn" title={`${counts.withoutTime} 条没有发布时间`}>
            保留备查，但不算更新。
          </Alert>
        )}
        {rejected.length > 0 && (
          <RejectedCells
            cells={rejected}
            note={(told) => `${told > shownRows ? `列出前 ${shownRows} 处；` : ''}表中账号须与台账名称、平台一致`}
            download={{
              href: `/imports/posts/${fileId}/rejected${account ? `?account=${encodeURIComponent(account)}` : ''}`,
              label: sendBack,
            }}
          />
        )}
        <Rows rows={rows} />
        <form class="card" method="post" action={`/imports/posts/${fileId}`}>
          <header>
            <h2>写入</h2>
          </header>
          <div class="in stack">
            <CsrfField csrf={csrf} />
            {from && <input type="hidden" name="from" value={from} />}
            {to && <input type="hidden" name="to" value={to} />}
            {account && <input type="hidden" name="account" value={account} />}
            {account && rows[0] && <p>{`全部记在“${rows.find((row) => row.account)?.account ?? ''}”名下。`}</p>}
            {from && to ? <p>{`文件完整覆盖 ${from} 至 ${to}。`}</p> : posts && <p>{undeclared(imported)}</p>}
            {imported.moved > 0 && (
              <label class="opt">
                <input type="checkbox" name="correctTimes" value="yes" checked={heldBack?.correctTimes} />
                <span>
                  <b>{`${imported.moved} 条已登记内容的发布时间以本文件为准更正`}</b>
                  <small>
                    仅在原来登记有误时选用，更正前后的时间记入留痕；内容编辑后时间变动的，不属于更新，不要更正。
                  </small>
                </span>
              </label>
            )}
            {rejected.length > 0 && (
              <label class="opt">
                <input type="checkbox" name="acceptValid" value="yes" checked={heldBack?.acceptValid} />
                <span>
                  <b>不合要求的行不写入，其余写入</b>
                  <small>
                    有行未写入的账号，以及可能已更名的账号（同平台另有台账中没有的名称，且发布更晚），均按未采集处理，不会判为未更新。
                  </small>
                </span>
              </label>
            )}
            <button class="btn pri" type="submit">
              写入
            </button>
          </div>
        </form>
      </div>
    </>
  )
}

/** Why nothing was written, and how it can be. */
const HeldBack = ({ acceptValid, rejectedRows }: Pick<WriteChoices, 'acceptValid'> & { rejectedRows: number }) =>
  acceptValid ? (
    <Alert tone="fail" title="没有写入：文件中没有符合要求的行">
      请按下面列出的要求更正后，重新选择文件导入。
    </Alert>
  ) : (
    <Alert tone="fail" title={`没有写入：有 ${rejectedRows} 行不合要求`}>
      请更正后重新选择文件导入；先写入其余行的，在页末勾选“不合要求的行不写入，其余写入”，再点“写入”。
    </Alert>
  )

/** The same file once more, or another with nothing else in it. */
const isKnown = ({ counts, rejected }: PostImport) =>
  counts.knownPosts + counts.knownFigures > 0 &&
  counts.newPosts + counts.newFigures + counts.changedFigures + rejected.length === 0

// Whether it speaks for the days of its rows is the kind's (handed/kinds.ts); what the preview counted tells it here.
const undeclared = ({ counts }: PostImport) =>
  counts.spans > 0
    ? '没有填写文件完整覆盖的日期，对每个账号只认到其在文件中最新一条的发布日期，此后按未采集处理。'
    : '这份文件只作为有更新的依据，不作为未更新的依据；文件没有列出的日子仍按未采集处理。'

const Tables = ({ tables }: { tables: readonly HandedTable[] }) => (
  <section class="card">
    <header>
      <h2>识别结果</h2>
      <p>按表头识别，与文件名无关</p>
    </header>
    <table class="cards">
      <thead>
        <tr>
          <th>种类</th>
          <th>取得的内容</th>
          <th>未取用的列</th>
        </tr>
      </thead>
      <tbody>
        {tables.map(({ sheet, row, label, sees, untaken }) => (
          <tr>
            <td class="t">
              {label}
              <small>{`${sheet}　表头在第 ${row} 行`}</small>
            </td>
            <td class="full">{sees}</td>
            <td class="full" data-l="未取用的列">
              {untaken.length > 0 ? untaken.join('、') : '无'}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)

const states: Readonly<Record<RowState, readonly [Mark, string]>> = {
  new: ['pass', '新增'],
  known: ['unkn', '已有'],
  repeated: ['unkn', '表内重复'],
  changed: ['warn', '有变化'],
  refused: ['fail', '不合要求'],
  nothing: ['unkn', '没有内容'],
}

function Rows({ rows }: { rows: readonly PreviewedRow[] }) {
  if (rows.length === 0) return null
  return (
    <section class="card">
      <header>
        <h2>逐行结果</h2>
        <p>{rows.length > shownRows ? `共 ${rows.length} 行，列出前 ${shownRows} 行` : `共 ${rows.length} 行`}</p>
      </header>
      <table class="cards">
        <thead>
          <tr>
            <th>内容</th>
            <th>账号</th>
            <th>发布时间</th>
            <th>结果</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, shownRows).map(({ sheet, row, account, platform, what, published, state }) => (
            <tr>
              <td class="t">
                {what}
                <small>{`${sheet} 第 ${row} 行`}</small>
              </td>
              <td data-l="账号">
                {account || '—'}
                {platform && <small>{platform}</small>}
              </td>
              <td data-l="发布时间">{published || '—'}</td>
              <td class="s">
                <Status mark={states[state][0]} word={states[state][1]} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

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
