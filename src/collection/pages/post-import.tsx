import { Alert, CsrfField, Head } from '../../web/index.ts'
import type { PostImport } from '../model.ts'

type Props = {
  imported: PostImport
  fileName: string
  fileId: string
  csrf: string
  from?: string | undefined
  to?: string | undefined
}

const shownRows = 200

/** What a file of posts would add, before it does; and every rejected row in its place. */
export function PostImportPage({ imported, fileName, fileId, csrf, from, to }: Props) {
  const { counts, rejected } = imported
  return (
    <>
      <Head crumb={<a href="/imports">导入</a>} title="发布数据导入预览" note={fileName} />
      <section class="glance" aria-label="预览结果">
        <Number label="读取" value={counts.rows} unit="行" />
        <Number label="涉及账号" value={counts.accounts} />
        <Number label="新增发布" value={counts.newPosts} unit="条" />
        <Number label="已有发布" value={counts.knownPosts} unit="条" />
        <Number label="不合要求" value={rejected.length} unit="处" />
      </section>
      <div class="stackv">
        {counts.withoutTime > 0 && (
          <Alert tone="warn" title={`${counts.withoutTime} 条没有发布时间`}>
            保留备查，但不算更新。
          </Alert>
        )}
        {rejected.length > 0 && (
          <section class="card">
            <header>
              <h2>不合要求的内容</h2>
              <p>{`${rejected.length > shownRows ? `列出前 ${shownRows} 处；` : ''}表中账号须与台账名称、平台一致`}</p>
            </header>
            <table class="cards cells">
              <thead>
                <tr>
                  <th>位置</th>
                  <th>填的是</th>
                  <th>应当</th>
                </tr>
              </thead>
              <tbody>
                {rejected.slice(0, shownRows).map(({ sheet, row, column, found, wanted }) => (
                  <tr>
                    <td class="t">{`${sheet}　第 ${row} 行　${column}`}</td>
                    <td class="found" data-l="填的是">
                      {found || '空白'}
                    </td>
                    <td class="full">{wanted}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            <footer>
              <a href={`/imports/posts/${fileId}/rejected`}>下载不合要求的内容（.xlsx），退回单位</a>
            </footer>
          </section>
        )}
        <form class="card" method="post" action={`/imports/posts/${fileId}`}>
          <header>
            <h2>写入</h2>
          </header>
          <div class="in stack">
            <CsrfField csrf={csrf} />
            {from && <input type="hidden" name="from" value={from} />}
            {to && <input type="hidden" name="to" value={to} />}
            {from && to ? (
              <p>{`文件完整覆盖 ${from} 至 ${to}。`}</p>
            ) : (
              <p>没有填写文件完整覆盖的日期，对每个账号只认到其在文件中最新一条的发布日期，此后按未采集处理。</p>
            )}
            {imported.moved > 0 && (
              <label class="opt">
                <input type="checkbox" name="correctTimes" value="yes" />
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
                <input type="checkbox" name="acceptValid" value="yes" />
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
