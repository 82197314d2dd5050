import { formatDayZh } from '../../calendar/index.ts'
import { hints } from '../../vocabulary/hints.ts'
import { Alert, CsrfField, Field, Head, shownMinute, type WebContext } from '../../web/index.ts'
import { type CircularChange, type CircularWords, restingWords, type RestingOnCircular } from './changes.ts'
import { changedIn } from './correct-circular.ts'
import { type Circular, circularLevels } from './model.ts'
import { CircularFields } from './pages.tsx'

type CorrectProps = {
  csrf: string
  circular: Circular
  resting: RestingOnCircular
  typed: Readonly<Record<string, string>>
  problem: string | undefined
}

/** 更正: what stands, to be mended, with the reason, after it was said what rests on it. */
export function CorrectCircularPage({ csrf, circular, resting, typed, problem }: CorrectProps) {
  const { id, title, version, fileName } = circular
  const words = restingWords(resting)
  return (
    <>
      <Head crumb={<a href={`/upper-circulars/${id}`}>{title}</a>} title="更正通报" />
      {problem && <Alert tone="fail" title={problem} />}
      {words !== '' && (
        <Alert tone="pend" title="以下事项依据本通报">
          {`${words}。更正后，这些线索会注明所依据的通报已更正，由负责人处理；更正后新扣分的单位，另记线索 F-11。`}
        </Alert>
      )}
      <form class="card" method="post" action={`/upper-circulars/${id}/correct`} enctype="multipart/form-data">
        <div class="in">
          <CsrfField csrf={csrf} />
          <input type="hidden" name="version" value={typed['version'] ?? String(version)} />
          <CircularFields typed={typed} />
          <Field
            name="file"
            label="更换通报文件"
            type="file"
            accept=".pdf,.jpg,.jpeg,.png,.webp"
            hint={`不选择则仍为“${fileName}”，原文件留存。${hints.scanFile}`}
          />
          <Field name="reason" label="更正理由" type="textarea" required maxlength={300} value={typed['reason']} />
          {words !== '' && (
            <label class="opt">
              <input type="checkbox" name="knowing" value="yes" checked={typed['knowing'] === 'yes'} />
              <span>
                <b>已知晓上列事项依据本通报</b>
              </span>
            </label>
          )}
          <p class="acts">
            <button class="btn pri" type="submit">
              更正
            </button>
          </p>
        </div>
      </form>
    </>
  )
}

type WithdrawProps = {
  csrf: string
  circular: Circular
  resting: RestingOnCircular
  reason: string
  problem: string | undefined
}

/** 撤回, or why it can't be taken back. */
export function Withdrawing({ csrf, circular, resting, reason, problem }: WithdrawProps) {
  const words = restingWords(resting)
  return (
    <section class="card">
      <header>
        <h2>撤回</h2>
        <p>整份录错、重复录入的可以撤回，记录保留。</p>
      </header>
      <div class="in">
        {problem && <Alert tone="fail" title={problem} />}
        {words === '' ? (
          <form method="post" action={`/upper-circulars/${circular.id}/withdraw`}>
            <CsrfField csrf={csrf} />
            <input type="hidden" name="version" value={String(circular.version)} />
            <Field name="reason" id="withdraw-reason" label="撤回理由" required maxlength={300} value={reason} />
            <p class="acts">
              <button class="btn bad" type="submit">
                撤回
              </button>
            </p>
          </form>
        ) : (
          <p>{`以下事项依据本通报，不能撤回：${words}。线索由负责人排除后方可撤回；内容有误的，请用“更正”。`}</p>
        )}
      </div>
    </section>
  )
}

const fieldLabels: Readonly<Record<keyof CircularWords, string>> = {
  level: '层级',
  issuer: '通报机关',
  title: '标题',
  number: '文号',
  issuedOn: '成文日期',
  pointsDeducted: '是否扣分',
  fileName: '文件',
  fileId: '文件编号',
  named: '涉及的单位和账号',
}

const said = (words: CircularWords, key: keyof CircularWords): string => {
  const value = words[key]
  if (value === null) return '无'
  if (Array.isArray(value)) return value.join('；')
  if (typeof value === 'boolean') return value ? '扣分' : '未扣分'
  if (key === 'level') return circularLevels[words.level]
  return key === 'issuedOn' ? formatDayZh(words.issuedOn) : value
}

type HistoryProps = { c: WebContext; changes: readonly CircularChange[]; names: ReadonlyMap<string, string> }

/** 更正和撤回: what stood, what was put in its place, why, by whom. */
export const CircularHistory = ({ c, changes, names }: HistoryProps) =>
  changes.length > 0 && (
    <section class="card">
      <header>
        <h2>更正和撤回</h2>
      </header>
      <ul class="plain rows">
        {changes.map((change) => (
          <li>
            <p>
              <b>{change.kind === 'corrected' ? '更正' : '撤回'}</b>
              {`　${shownMinute(c, change.at)}　${names.get(change.by) ?? '系统用户'}　理由：${change.reason}`}
            </p>
            {change.after && <Changed before={change.before} after={change.after} />}
          </li>
        ))}
      </ul>
    </section>
  )

const Changed = ({ before, after }: { before: CircularWords; after: CircularWords }) => (
  <>
    {changedIn(before, after)
      .filter((key) => key !== 'fileId')
      .map((key) => (
        <p class="mut">{`${fieldLabels[key]}：原为“${said(before, key)}”，更正为“${said(after, key)}”`}</p>
      ))}
  </>
)
