import { namesOfUsers } from '../../access/index.ts'
import type { Instant } from '../../calendar/index.ts'
import { fileMegabytes } from '../../vocabulary/hints.ts'
import { Alert, CsrfField, Field, Head, Status } from '../../web/index.ts'
import type { ImportRun } from '../queries/import-runs.ts'
import type { RefusedImport } from '../routes-imports.tsx'

type Props = {
  csrf: string
  runs: readonly ImportRun[]
  names: Awaited<ReturnType<typeof namesOfUsers>>
  mayImportPosts: boolean
  minute: (at: Instant) => string
  refused: RefusedImport | undefined
  /** What was just written, of either kind. */
  written: ImportRun | undefined
  postsWritten: PostsWritten | undefined
}

/** What an import of collected data wrote; `fileId`: the kept file, where some of it was rejected. */
export type PostsWritten = {
  newPosts: number
  knownPosts: number
  accounts: number
  rejected: number
  figures: number
  fileId: string | undefined
  importId: string | undefined
}

/** 导入: 附件2 into the register, files of posts into the collected data. */
export function ImportsPage(props: Props) {
  const { csrf, runs, names, mayImportPosts, minute, refused, written, postsWritten } = props
  const faultOf = (form: RefusedImport['form']) => (refused?.form === form ? refused.problem : undefined)
  return (
    <>
      <Head title="导入" note="先预览，看清结果再写入；同一份文件重复导入不会改变台账" />
      {written && <Written run={written} />}
      {postsWritten && <WrittenPosts {...postsWritten} />}
      <div class="cols c2">
        <form class="card" method="post" action="/imports/accounts" enctype="multipart/form-data">
          <header>
            <h2>附件2　政务新媒体排查及清理整合情况表</h2>
          </header>
          <div class="in">
            <CsrfField csrf={csrf} />
            <Field
              name="file"
              id="ledger-file"
              label="选择文件"
              type="file"
              required
              error={faultOf('accounts')}
              accept=".xlsx,.xls"
              hint={`支持 .xlsx 和 .xls，${fileMegabytes} MB 以内；标题行、两级表头、合并单元格、表下说明都能识别。`}
            />
            <button class="btn pri" type="submit">
              预览
            </button>
          </div>
        </form>
        {mayImportPosts && (
          <form class="card" method="post" action="/imports/posts" enctype="multipart/form-data">
            <header>
              <h2>采集文件</h2>
              <p>
                <a href="/imports/files">导入记录和文件种类</a>
              </p>
            </header>
            <div class="in">
              <CsrfField csrf={csrf} />
              <Field
                name="file"
                id="posts-file"
                label="选择文件"
                type="file"
                required
                error={faultOf('posts')}
                accept=".csv,.xlsx,.xls,.json"
                hint={`发布数据（账号、平台、标题、链接、发布时间等列）、公众号后台导出、文章导出工具的表格、榜单，.csv、.xlsx、.xls、.json 均可，${fileMegabytes} MB 以内。没有发布时间的内容保留，但不算更新。`}
              />
              <div class="row">
                <Field
                  name="from"
                  label="文件完整覆盖的起始日期"
                  type="date"
                  value={refused?.from}
                  hint="选填。写明后，文件中的账号在这段时间内没有发布即为未更新。"
                />
                <Field name="to" label="截止日期" type="date" value={refused?.to} />
              </div>
              <button class="btn pri" type="submit">
                预览
              </button>
            </div>
          </form>
        )}
      </div>
      {runs.length > 0 && (
        <section class="card">
          <header>
            <h2>最近导入的附件2</h2>
          </header>
          <table class="cards">
            <thead>
              <tr>
                <th>文件</th>
                <th>结果</th>
                <th>经办</th>
                <th>时间</th>
              </tr>
            </thead>
            <tbody>
              {runs.map((run) => (
                <tr>
                  <td class="t">
                    {run.state === 'previewed' ? (
                      <a href={`/imports/accounts/${run.id}`}>{run.fileName}</a>
                    ) : (
                      run.fileName
                    )}
                  </td>
                  <td class="s">
                    {run.state === 'written' ? (
                      <>
                        <Status mark="pass" word="已写入" /> <small>{writtenText(run.summary)}</small>
                      </>
                    ) : run.state === 'previewed' ? (
                      <Status mark="pend" word="只预览" />
                    ) : (
                      <Status mark="unkn" word="一日内未确认，文件已删除" />
                    )}
                  </td>
                  <td data-l="经办">{names.get(run.createdBy) ?? '服务器操作员'}</td>
                  <td class="num">{minute(run.createdAt)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </>
  )
}

const Written = ({ run: { id, fileName, summary } }: { run: ImportRun }) => (
  <Alert tone="pass" title={`附件2已写入：${writtenText(summary)}`}>
    {`${fileName}　`}
    <a href="/accounts">查看台账</a>
    {(summary['rejected'] ?? 0) > 0 && (
      <>
        {'　'}
        <a href={`/imports/accounts/${id}/rejected`}>下载退回的内容（.xlsx）</a>
      </>
    )}
  </Alert>
)

const WrittenPosts = ({ newPosts, knownPosts, accounts, figures, rejected, fileId, importId }: PostsWritten) => (
  <Alert
    tone="pass"
    title={`采集文件已写入：涉及账号 ${accounts} 个，新增发布 ${newPosts} 条，已有 ${knownPosts} 条${figures > 0 ? `，统计数据 ${figures} 项` : ''}${rejected > 0 ? `，退回 ${rejected} 处` : ''}`}
  >
    <a href="/months">开展判定</a>
    {importId && (
      <>
        {'　'}
        <a href={`/imports/files/${importId}`}>查看这次导入</a>
      </>
    )}
    {rejected > 0 && fileId && (
      <>
        {'　'}
        <a href={`/imports/posts/${fileId}/rejected`}>下载退回的内容（.xlsx）</a>
      </>
    )}
  </Alert>
)

function writtenText({ created = 0, changed = 0, newUnits = 0, rejected = 0 }: ImportRun['summary']): string {
  return [
    `新增 ${created} 个，变更 ${changed} 个`,
    newUnits > 0 && `建立单位 ${newUnits} 个`,
    rejected > 0 && `退回 ${rejected} 行`,
  ]
    .filter(Boolean)
    .join('，')
}
