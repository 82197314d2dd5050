import { formatDayZh, formatMinute } from '../../calendar/index.ts'
import { sentences } from '../../vocabulary/sentences.ts'
import { Alert, CsrfField, Empty, Field, Head, Pager, Status, type WebContext } from '../../web/index.ts'
import type { StopRow } from '../secrecy/stops.ts'

const kindLabels: Readonly<Record<StopRow['kind'], string>> = {
  post: '发布内容',
  page: '网页',
  message: '留言评论',
  profile: '账号资料',
  import: '人员提交',
}

export type HandOverTyped = { number: number; problem: string; handedTo: string; handedOn: string }
type Props = {
  c: WebContext
  rows: readonly StopRow[]
  total: number
  page: number
  waiting: number
  names: ReadonlyMap<string, string>
  typed?: HandOverTyped | undefined
}

/** 疑似涉密: numbers and where they stood, to whom each was handed over. There is nothing to read here. */
export function SecrecyPage({ c, rows, total, page, waiting, names, typed }: Props) {
  return (
    <>
      <Head
        crumb={<a href="/sources">系统采集</a>}
        title="疑似涉密内容移交"
        note="带国家秘密标志的内容不保存、不检索、不留证据、不进备份，只记编号、时间和移交情况"
      />
      <Alert tone={waiting > 0 ? 'fail' : 'unkn'} title={waiting > 0 ? `${waiting} 件待移交` : '没有待移交的内容'}>
        {sentences.nothingSecret}
      </Alert>
      <section class="card gap">
        {rows.length === 0 ? (
          <Empty title="没有停止保存的内容">采集和导入时发现密级标志的，会列在这里。</Empty>
        ) : (
          <table class="cards">
            <thead>
              <tr>
                <th>编号</th>
                <th>来源</th>
                <th>账号</th>
                <th>发现时间</th>
                <th>移交</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr>
                  <td class="t num">{`第 ${row.number} 号`}</td>
                  <td data-l="来源">
                    {kindLabels[row.kind]}
                    <small>{[row.source, row.place].filter(Boolean).join('　')}</small>
                  </td>
                  <td data-l="账号">
                    {row.accountId ? <a href={`/sources/accounts/${row.accountId}`}>{row.accountName}</a> : '—'}
                    {row.unitName && <small>{row.unitName}</small>}
                  </td>
                  <td data-l="发现" class="num">
                    {formatMinute(row.foundAt)}
                  </td>
                  <td class="s">
                    <HandOver row={row} names={names} csrf={c.var.session.csrf} typed={typed} />
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
}

type HandOverProps = Pick<Props, 'names' | 'typed'> & { row: StopRow; csrf: string }

function HandOver({ row, names, csrf, typed: any }: HandOverProps) {
  const { number, version, handedTo, handedOn, handedBy } = row
  if (handedOn)
    return (
      <>
        <Status mark="pass" word="已移交" />
        <small>{`${formatDayZh(handedOn)}　${handedTo ?? ''}　${names.get(handedBy ?? '') ?? ''}登记`}</small>
      </>
    )
  const typed = any?.number === number ? any : undefined
  return (
    <>
      <Status mark="fail" word="待移交" />
      <details open={typed !== undefined}>
        <summary aria-label={`登记第${number}号移交`}>登记移交</summary>
        {typed && <Alert tone="fail" title={typed.problem} />}
        <form method="post" action={`/sources/secrecy/${number}`}>
          <CsrfField csrf={csrf} />
          <input type="hidden" name="version" value={String(version)} />
          <Field
            id={`to-${number}`}
            name="handedTo"
            label="移交给"
            required
            maxlength={60}
            value={typed?.handedTo}
            hint="写保密部门和接收人，不写任何内容。"
          />
          <Field id={`on-${number}`} name="handedOn" label="移交日期" type="date" required value={typed?.handedOn} />
          <p class="acts">
            <button class="btn" type="submit">
              登记
            </button>
          </p>
        </form>
      </details>
    </>
  )
}
