import { formatMinute } from '../../calendar/index.ts'
import { Status } from '../../web/index.ts'
import { type KnownPatrol, reachableLabels } from '../model.ts'

type Names = ReadonlyMap<string, string>

/** What a patroller saw, with the screenshot: the evidence beside a finding. */
export function PatrolCard({ patrol, names }: { patrol: KnownPatrol; names: Names }) {
  return (
    <article class="ev">
      <header>
        <b>{`人工巡查　${formatMinute(patrol.checkedAt)}`}</b>
        <Reachable patrol={patrol} />
      </header>
      <div class="shot">
        <dl class="dl">
          <dt>最后更新</dt>
          <dd>{lastUpdate(patrol)}</dd>
          <dt>查看范围</dt>
          <dd>{seenUntil(patrol)}</dd>
          <dt>互动入口</dt>
          <dd>{presence(patrol.hasInteraction)}</dd>
          <dt>办事入口</dt>
          <dd>{presence(patrol.hasService)}</dd>
          {patrol.note && (
            <>
              <dt>备注</dt>
              <dd>{patrol.note}</dd>
            </>
          )}
        </dl>
        {patrol.screenshotFileId && (
          <a href={screenshot(patrol.screenshotFileId)}>
            <img class="thumb" src={screenshot(patrol.screenshotFileId)} alt="巡查截图，点击看原图" loading="lazy" />
          </a>
        )}
      </div>
      <footer>{`巡查人 ${nameOf(names, patrol.patrolledBy)}`}</footer>
    </article>
  )
}

/** The last patrols of one account, one line each. */
export function PatrolTable({ patrols, names }: { patrols: readonly KnownPatrol[]; names: Names }) {
  return (
    <section class="card">
      <header>
        <h2>人工巡查</h2>
        <p>{`最近 ${patrols.length} 次`}</p>
      </header>
      <table class="cards">
        <thead>
          <tr>
            <th>巡查时间</th>
            <th>最后更新</th>
            <th>互动入口</th>
            <th>办事入口</th>
            <th>账号主页</th>
          </tr>
        </thead>
        <tbody>
          {patrols.map((patrol) => (
            <tr>
              <td class="t">
                <span class="num">{formatMinute(patrol.checkedAt)}</span>
                <small>{[nameOf(names, patrol.patrolledBy), patrol.note].filter(Boolean).join('：')}</small>
              </td>
              <td class="num" data-l="最后更新">
                {lastUpdate(patrol)}
                <small>{seenUntil(patrol)}</small>
              </td>
              <td data-l="互动入口">{presence(patrol.hasInteraction)}</td>
              <td data-l="办事入口">{presence(patrol.hasService)}</td>
              <td class="s">
                <Reachable patrol={patrol} />
                {patrol.screenshotFileId && (
                  <small>
                    <a href={screenshot(patrol.screenshotFileId)}>截图</a>
                  </small>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const Reachable = ({ patrol: { reachable } }: { patrol: KnownPatrol }) => (
  <Status mark={reachable === 'open' ? 'pass' : 'unkn'} word={reachableLabels[reachable]} />
)

const lastUpdate = ({ lastUpdateOn, neverUpdated }: KnownPatrol) =>
  lastUpdateOn ?? (neverUpdated ? '从未发布过任何内容' : '未能查看')
const seenUntil = ({ seenUntil: day }: KnownPatrol) => (day === null ? '未能查看' : `看到 ${day}`)
const presence = (has: boolean | null) => (has === null ? '未查看' : has ? '有' : '无')
const screenshot = (fileId: string) => `/patrol/screenshot/${fileId}`

/** Who imported or patrolled; whoever is no user of the district works at the server. */
export const nameOf = (names: Names, id: string) => names.get(id) ?? '服务器操作员'
