import type { Instant } from '../../calendar/index.ts'
import { Alert, CsrfField, Empty, Field, Head, Status } from '../../web/index.ts'
import type { HandedImport } from '../handed/imports.ts'
import { handedKinds, kindLabels } from '../handed/kinds.ts'
import type { TakenBack } from '../handed/take-back.ts'

type Shown = { minute: (at: Instant) => string; nameOf: (id: string) => string }

/** 采集文件: which files can be handed over, and what came of those that were. */
export const HandedFilesPage = ({ imports, ...shown }: Shown & { imports: readonly HandedImport[] }) => (
  <>
    <Head
      crumb={<a href="/imports">导入</a>}
      title="采集文件"
      note="按表头识别，与文件名无关；原文件保留备查，导入可以整批撤销"
    />
    <div class="stackv">
      <section class="card">
        <header>
          <h2>已导入</h2>
        </header>
        {imports.length === 0 ? (
          <Empty title="还没有导入过采集文件">
            <a href="/imports">去导入</a>
          </Empty>
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
              {imports.map((one) => (
                <tr>
                  <td class="t">
                    <a href={`/imports/files/${one.id}`}>{one.fileName}</a>
                    <small>{kindsText(one)}</small>
                  </td>
                  <td class="full">{broughtText(one)}</td>
                  <td class="s">
                    <StateMark of={one} />
                  </td>
                  <td data-l="经办">{shown.nameOf(one.createdBy)}</td>
                  <td class="num">{shown.minute(one.createdAt)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
      <section class="card">
        <header>
          <h2>能识别的文件</h2>
        </header>
        <table class="cards">
          <thead>
            <tr>
              <th>种类</th>
              <th>取得的内容</th>
              <th>属于哪个账号</th>
            </tr>
          </thead>
          <tbody>
            {[...handedKinds].reverse().map(({ label, sees, oneAccount, takes }) => (
              <tr>
                <td class="t">{label}</td>
                <td class="full">{sees}</td>
                <td class="full" data-l="属于哪个账号">
                  {takes === 'nothing' ? '—' : oneAccount ? '表中有账号列的按表，没有的导入时选择' : '按表中的账号列'}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  </>
)

type ImportProps = Shown & {
  one: HandedImport
  csrf: string
  /** What undoing would take and leave; undefined: this person may not, or there is nothing to undo. */
  foreseen?: TakenBack | undefined
  /** Why it can't be undone, where somebody may who would ask. */
  whyNot?: string | undefined
  reason?: string | undefined
  error?: string | undefined
}

/** One import: who brought which file and what came of it; and taking it back. */
export function HandedFilePage({ one, csrf, foreseen, whyNot, reason, error, minute, nameOf }: ImportProps) {
  const { id, fileName, sha256, byteCount, createdBy, createdAt, undoneBy, undoneAt, undoneReason, summary } = one
  return (
    <>
      <Head crumb={<a href="/imports/files">采集文件</a>} title={fileName} note={kindsText(one)} />
      <div class="stackv">
        {undoneAt && (
          <Alert tone="unkn" title="已撤销">
            {`${nameOf(undoneBy ?? '')}，${minute(undoneAt)}。原因：${undoneReason ?? ''}`}
          </Alert>
        )}
        <section class="card">
          <header>
            <h2>导入情况</h2>
            <p>
              <a href={`/imports/files/${id}/raw`}>下载原文件</a>
            </p>
          </header>
          <dl class="dl in">
            <dt>情况</dt>
            <dd>
              <StateMark of={one} />
            </dd>
            <dt>导入结果</dt>
            <dd>{broughtText(one)}</dd>
            <dt>退回</dt>
            <dd>{`${summary.rejected ?? 0} 处`}</dd>
            <dt>经办</dt>
            <dd>{`${nameOf(createdBy)}，${minute(createdAt)}`}</dd>
            <dt>原文件</dt>
            <dd>{`${byteCount} 字节`}</dd>
            <dt>SHA-256</dt>
            <dd class="mono">{sha256}</dd>
          </dl>
        </section>
        {whyNot && (
          <Alert tone="unkn" title="不能撤销">
            {whyNot}
          </Alert>
        )}
        {foreseen && <Undo id={id} csrf={csrf} foreseen={foreseen} reason={reason} error={error} />}
      </div>
    </>
  )
}

type UndoProps = Pick<ImportProps, 'csrf' | 'reason' | 'error'> & { id: string; foreseen: TakenBack }

const Undo = ({ id, csrf, foreseen, reason, error }: UndoProps) => (
  <form class="card" method="post" action={`/imports/files/${id}/undo`}>
    <header>
      <h2>撤销这次导入</h2>
      <p>原文件和导入、撤销的记录都保留</p>
    </header>
    <div class="in stack">
      <CsrfField csrf={csrf} />
      <p>{takenText(foreseen)}</p>
      {foreseen.keptPosts > 0 && (
        <p>{`另有 ${foreseen.keptPosts} 条发布其他文件或者系统采集也看到过，予以保留${foreseen.restoredPosts > 0 ? `，其中 ${foreseen.restoredPosts} 条恢复为其他来源所载的标题、链接、时间` : ''}。`}</p>
      )}
      <p>撤销后，只由这份文件覆盖的日子按未采集处理；已经开展的当月判定请重新开展。</p>
      <Field name="reason" label="撤销原因" value={reason} error={error} required maxlength={200} />
      <button class="btn bad" type="submit">
        撤销这次导入
      </button>
    </div>
  </form>
)

function takenText({ takenPosts, samples, spans, figures }: TakenBack): string {
  const own = [
    takenPosts > 0 && `发布 ${takenPosts} 条`,
    samples > 0 && `读数 ${samples} 个`,
    spans > 0 && `采集时段 ${spans} 段`,
  ].filter(Boolean)
  // Figures are kept once an import, the same ones too: those of other files stay.
  const told = [
    own.length > 0 && `只由这份文件带来的${own.join('、')}`,
    figures > 0 && `这份文件所载的统计数据 ${figures} 项（其他文件也载有的，以其他文件的为准）`,
  ].filter(Boolean)
  return told.length > 0 ? `将撤回${told.join('，以及')}。` : '这份文件没有单独带来任何内容，撤销只改变导入记录。'
}

const StateMark = ({ of: { state } }: { of: HandedImport }) =>
  state === 'undone' ? (
    <Status mark="unkn" word="已撤销" />
  ) : state === 'written' ? (
    <Status mark="pass" word="已写入" />
  ) : (
    <Status mark="pend" word="没有写入" />
  )

const kindsText = ({ summary }: HandedImport) =>
  (summary.kinds ?? ['posts']).map((kind) => kindLabels.get(kind) ?? kind).join('、')

function broughtText({ summary }: HandedImport): string {
  const { accounts = 0, newPosts = 0, knownPosts = 0, newFigures = 0, knownFigures = 0, changedFigures = 0 } = summary
  const figures = newFigures + knownFigures + changedFigures
  return [
    `账号 ${accounts} 个`,
    newPosts + knownPosts > 0 && `新增发布 ${newPosts} 条，已有 ${knownPosts} 条`,
    figures > 0 && `统计数据 ${figures} 项`,
  ]
    .filter(Boolean)
    .join('，')
}
