import type { Instant } from '../calendar/index.ts'
import { Alert, Empty, Head, Status } from '../web/index.ts'
import { type BackupFailed, type BackupMade, standingOf } from './queries.ts'

type Props = {
  made: readonly BackupMade[]
  failed: readonly BackupFailed[]
  /** How many are kept; undefined: nothing is made by itself. `problem`: the settings are wrong. */
  keep: number | undefined
  problem: string | undefined
  minute: (at: Instant) => string
}

const sizeOf = (bytes: number) =>
  bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`

/** 备份: when the last whole one was made, whether they come by themselves, and all that the trail tells of. */
export const BackupsPage = ({ made, failed, keep, problem, minute }: Props) => {
  const { good, failing } = standingOf({ made, failed })
  return (
    <>
      <Head
        title="备份"
        note={good ? `最近一份核验完整的备份：${minute(good.at)}，${sizeOf(good.bytes)}` : '还没有核验完整的备份'}
      />
      <div class="stackv">
        {problem && <Alert tone="fail" title={problem} />}
        {failing && (
          <Alert tone="fail" title={`${minute(failing.at)}自动备份未完成：${failing.why}`}>
            请检查备份文件夹的空间和权限。原有备份没有删除。
          </Alert>
        )}
        {keep === undefined && !problem && (
          <Alert tone="warn" title="尚未设置自动备份">
            请系统管理员在服务器上设置备份文件夹和备份口令（见用户手册第 27 章），每天凌晨自动备份并核验。
          </Alert>
        )}
        <section class="card">
          <header>
            <h2>备份记录</h2>
            {keep !== undefined && <p>{`自动备份保留 ${keep} 份`}</p>}
          </header>
          {made.length === 0 ? (
            <Empty title="没有备份记录">备份以后，时间、内容和核验结果列在这里。</Empty>
          ) : (
            <table class="cards">
              <thead>
                <tr>
                  <th>备份文件</th>
                  <th>数据截至</th>
                  <th class="num">数据行</th>
                  <th class="num">文件</th>
                  <th class="num">大小</th>
                  <th>密钥</th>
                  <th>核验</th>
                </tr>
              </thead>
              <tbody>
                {made.map((one) => (
                  <tr>
                    <td class="t full">{one.name}</td>
                    <td class="num" data-l="数据截至">
                      {minute(one.takenAt)}
                    </td>
                    <td class="num" data-l="数据行">
                      {one.rows}
                    </td>
                    <td class="num" data-l="文件">
                      {one.lost > 0 ? `${one.files}（缺 ${one.lost}）` : one.files}
                    </td>
                    <td class="num" data-l="大小">
                      {sizeOf(one.bytes)}
                    </td>
                    <td data-l="密钥">{one.keys ? '含' : '不含'}</td>
                    <td class="s">
                      {one.whole ? <Status mark="pass" word="完整" /> : <Status mark="unkn" word="未核验" />}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </section>
      </div>
    </>
  )
}
