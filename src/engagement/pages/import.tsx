import type { CivilDate, Instant } from '../../calendar/index.ts'
import { fileMegabytes } from '../../vocabulary/hints.ts'
import { RejectedCells, sendBack, shownRows } from '../../registry/index.ts'
import { Alert, CsrfField, Empty, Field, Head, type Mark, Status } from '../../web/index.ts'
import { timeWords } from '../checks.ts'
import type { RowState } from '../importing/plan.ts'
import type { MessageRun } from '../importing/runs.ts'
import { channelLabels, kindLabels } from '../model.ts'
import type { MessageImport } from '../verbs/import-messages.ts'
import { type RestingOn, restingWords } from '../../collection/index.ts'
import type { BroughtMessages } from '../verbs/undo-messages.ts'

const crumb = <a href="/messages">留言台账</a>
type Shown = { minute: (at: Instant) => string; nameOf: (id: string) => string }

/** 导入留言台账: the file to choose, and what was imported before. */
export const ImportPage = ({
  csrf,
  runs,
  problem,
  minute,
  nameOf,
}: Shown & { csrf: string; runs: readonly MessageRun[]; problem?: string | undefined }) => (
  <>
    <Head crumb={crumb} title="导入留言台账" note="先预览，看清结果再写入；同一份文件重复导入不会重复登记" />
    <form class="card gap" method="post" action="/messages/import" enctype="multipart/form-data">
      <header>
        <h2>选择文件</h2>
        <p>
          <a href="/messages/import/sheet/blank">下载空白表样（.xlsx）</a>
        </p>
      </header>
      <div class="in">
        <CsrfField csrf={csrf} />
        <Field
          name="file"
          label="留言台账"
          type="file"
          required
          error={problem}
          accept=".xlsx,.xls,.csv"
          hint={`账号（或者单位）、类别、提问时间、内容各列必有，渠道、平台、办理单位、联系方式、答复时间、答复内容选填；.xlsx、.xls、.csv，${fileMegabytes} MB 以内。已登记而待答复的，文件中有答复的一并登记。`}
        />
        <button class="btn pri" type="submit">
          预览
        </button>
      </div>
    </form>
    <section class="card">
      <header>
        <h2>已导入</h2>
      </header>
      {runs.length === 0 ? (
        <Empty title="还没有导入过留言台账">导入以后列在这里，可以整批撤销。</Empty>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              <th>文件</th>
              <th>导入结果</th>
              <th>情况</th>
              <th>经办</th>
              <th>时间</th>
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <tr>
                <td class="t">
                  <a href={`/messages/imports/${run.id}`}>{run.fileName}</a>
                </td>
                <td class="full">{broughtWords(run)}</td>
                <td class="s">
                  <RunMark of={run} />
                </td>
                <td data-l="经办">{nameOf(run.createdBy)}</td>
                <td class="num">{minute(run.createdAt)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  </>
)

const RunMark = ({ of: { state } }: { of: MessageRun }) =>
  state === 'undone' ? <Status mark="unkn" word="已撤销" /> : <Status mark="pass" word="已写入" />

function broughtWords({ summary }: MessageRun): string {
  const count = (name: string) => summary[name] ?? 0
  const until = summary['lookedUntil']
  return `新登记 ${count('new')} 条，补登答复 ${count('answered')} 条，已有 ${count('known')} 条${until ? `，已核对至 ${until}` : ''}`
}

const states: Readonly<Record<RowState, readonly [Mark, string]>> = {
  new: ['pass', '新登记'],
  answered: ['pass', '补登答复'],
  known: ['unkn', '已有'],
  repeated: ['unkn', '表内重复'],
}

type PreviewProps = {
  csrf: string
  imported: MessageImport & { run: MessageRun }
  nameOf: ReadonlyMap<string, string>
  yesterday: CivilDate
  problem?: string | undefined
}

/** What a file would bring, row by row; what can't be taken, every fault of a row at once; and writing it. */
export function ImportPreviewPage({ csrf, imported, nameOf, yesterday, problem }: PreviewProps) {
  const { counts, faults, rows, run } = imported
  return (
    <>
      <Head crumb={<a href="/messages/import">导入留言台账</a>} title="导入预览" note={run.fileName} />
      <section class="glance" aria-label="预览结果">
        <Count label="读取" count={counts.rows} unit="行" />
        <Count label="涉及账号" count={counts.accounts} unit="个" />
        <Count label="新登记" count={counts.new} unit="条" />
        <Count label="补登答复" count={counts.answered} unit="条" />
        <Count label="已有" count={counts.known} unit="条" />
        {counts.repeated > 0 && <Count label="表内重复" count={counts.repeated} unit="条" />}
        <Count label="不合要求" count={counts.refused} unit="行" />
      </section>
      <div class="stackv">
        {problem && <Alert tone="fail" title={problem} />}
        {faults.length > 0 && (
          <RejectedCells
            cells={faults}
            note={(told) => (told > shownRows ? `列出前 ${shownRows} 处` : `${told} 处`)}
            download={{ href: `/messages/imports/${run.id}/refused`, label: sendBack }}
          />
        )}
        <Rows rows={rows} nameOf={nameOf} />
        <form class="card" method="post" action={`/messages/imports/${run.id}/write`}>
          <header>
            <h2>写入</h2>
          </header>
          <div class="in stack">
            <CsrfField csrf={csrf} />
            {faults.length === 0 ? (
              <Field
                name="lookedUntil"
                label="已核对至"
                type="date"
                hint={`选填，最晚 ${yesterday}。只有文件列全了这些账号截至当天的全部留言时才填写：填写后，没有列出的即为没有，到期没有答复的即为逾期。`}
              />
            ) : (
              <>
                <p>有不合要求的行，文件不完整，不能作为“已核对至”的依据。</p>
                <label class="opt">
                  <input type="checkbox" name="acceptValid" value="yes" />
                  <span>
                    <b>不合要求的行不写入，其余写入</b>
                    <small>更正后重新导入的，已写入的不会重复登记。</small>
                  </span>
                </label>
              </>
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

const Rows = ({ rows, nameOf }: Pick<MessageImport, 'rows'> & { nameOf: ReadonlyMap<string, string> }) =>
  rows.length === 0 ? null : (
    <section class="card">
      <header>
        <h2>逐行结果</h2>
        <p>{rows.length > shownRows ? `共 ${rows.length} 行，列出前 ${shownRows} 行` : `共 ${rows.length} 行`}</p>
      </header>
      <table class="cards">
        <thead>
          <tr>
            <th>位置</th>
            <th>账号、办理单位</th>
            <th>类别</th>
            <th>提问时间</th>
            <th>答复时间</th>
            <th>结果</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, shownRows).map(({ message, state }) => (
            <tr>
              <td class="t">{`${message.sheet} 第 ${message.row} 行`}</td>
              <td class="full">
                {message.accountId ? nameOf.get(message.accountId) : '单位信箱'}
                <small>{nameOf.get(message.unitId)}</small>
              </td>
              <td data-l="类别">
                {kindLabels[message.kind]}
                <small>{channelLabels[message.channel]}</small>
              </td>
              <td class="num" data-l="提问时间">
                {timeWords(message.asked)}
              </td>
              <td class="num" data-l="答复时间">
                {message.replied ? timeWords(message.replied) : '—'}
              </td>
              <td class="s">
                <Status mark={states[state][0]} word={states[state][1]} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )

const Count = ({ label, count, unit }: { label: string; count: number; unit: string }) => (
  <div>
    <div class="k">{label}</div>
    <div class="v">
      {count}
      <small>{unit}</small>
    </div>
  </div>
)

type RunProps = Shown & {
  csrf: string
  run: MessageRun
  /** `resting`: the closed months and reports that knew of it. */
  brought: (BroughtMessages & { resting: RestingOn }) | undefined
  knowing?: boolean | undefined
  reason?: string | undefined
  problem?: string | undefined
}

/** One import: what it brought, the raw file, and taking it back. */
export const RunPage = ({ csrf, run, brought, reason, knowing, problem, minute, nameOf }: RunProps) => (
  <>
    <Head crumb={<a href="/messages/import">导入留言台账</a>} title={run.fileName} note={broughtWords(run)} />
    <div class="stackv">
      {run.undoneAt && (
        <Alert tone="unkn" title="已撤销">
          {`${nameOf(run.undoneBy ?? '')}，${minute(run.undoneAt)}。原因：${run.undoneReason ?? ''}`}
        </Alert>
      )}
      <section class="card">
        <dl class="dl in">
          <dt>情况</dt>
          <dd>
            <RunMark of={run} />
          </dd>
          <dt>经办</dt>
          <dd>{`${nameOf(run.createdBy)}，${minute(run.createdAt)}`}</dd>
          <dt>原文件</dt>
          <dd>
            <a href={`/messages/imports/${run.id}/raw`}>下载</a>
          </dd>
        </dl>
      </section>
      {brought && (
        <form class="card" method="post" action={`/messages/imports/${run.id}/undo`}>
          <header>
            <h2>撤销这次导入</h2>
            <p>原文件和导入、撤销的记录都保留</p>
          </header>
          <div class="in stack">
            <CsrfField csrf={csrf} />
            <p>{`将撤回这份文件带来的留言 ${brought.messages} 条、补登的答复 ${brought.answers} 条、已核对至的记录 ${brought.looks} 条。`}</p>
            {brought.handled > 0 && (
              <Alert tone="warn" title={`其中 ${brought.handled} 条已经办理，不能整批撤销`}>
                登记有误的，请逐条更正，或者认定无效并写明理由。
              </Alert>
            )}
            {brought.resting.months.length > 0 && <Rests {...brought.resting} knowing={knowing} />}
            <Field name="reason" label="撤销原因" value={reason} error={problem} required maxlength={200} />
            <button class="btn bad" type="submit">
              撤销这次导入
            </button>
          </div>
        </form>
      )}
    </div>
  </>
)

/** Which closed months knew of the import: said before it is taken back, and ticked. */
function Rests({ knowing, ...resting }: RestingOn & { knowing: boolean | undefined }) {
  const { months, reports } = restingWords(resting)
  return (
    <>
      <Alert tone="warn" title={`已作为${months}办结的依据${reports && `，并已用于${reports}`}`}>
        撤销后这些月份和报告不变；其后的监测不再计入这份文件带来的留言。
      </Alert>
      <label class="opt">
        <input type="checkbox" name="knowing" value="yes" checked={knowing === true} />
        <span>
          <b>已知晓，仍要撤销</b>
        </span>
      </label>
    </>
  )
}
