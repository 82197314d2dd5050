import { formatDayZh } from '../../../calendar/index.ts'
import { runningStateLabels } from '../../../registry/index.ts'
import { platforms } from '../../../vocabulary/platforms.ts'
import { Empty, Head, type Mark, Pager, Select, Status, type WebContext, withQuery } from '../../../web/index.ts'
import { type NationalStatus, nationalStatuses, nationalStatusLabels } from '../model.ts'
import type { NationalRow } from '../queries/entries.ts'

const marks: Readonly<Record<NationalStatus, Mark>> = {
  unreported: 'pend',
  reported: 'pass',
  changed: 'pass',
  closed: 'unkn',
}

export const NationalMark = ({ status, box }: { status: NationalStatus; box?: boolean }) => (
  <Status mark={marks[status]} word={nationalStatusLabels[status]} {...(box && { box })} />
)

type Props = {
  c: WebContext
  rows: readonly NationalRow[]
  total: number
  page: number
  counts: Readonly<Record<NationalStatus, number>>
  officeWaits: number
  may: { export: boolean; compare: boolean }
}

/** 全国系统填报: how each account stands in the national system; what is not there comes to the eye first. */
export function NationalPage({ c, rows, total, page, counts, officeWaits, may }: Props) {
  return (
    <>
      <Head
        title="全国系统填报"
        note="主办单位和主管单位双方都要在全国政务新媒体信息报送系统填报，在这里登记日期和回执"
      >
        <a class="btn" href="/national/units">
          统一社会信用代码
        </a>
        {may.compare && (
          <a class="btn" href="/national/comparisons">
            与台账比对
          </a>
        )}
        {may.export && (
          <a class="btn pri" href="/national/sheet">
            导出报送表
          </a>
        )}
      </Head>
      <section class="glance" aria-label="填报情况">
        {nationalStatuses.map((status) => (
          <a href={withQuery(c, { status, office: undefined, page: undefined })}>
            <div class="k">{nationalStatusLabels[status]}</div>
            <div class="v">
              {counts[status]}
              <small>个</small>
            </div>
          </a>
        ))}
        <a href={withQuery(c, { status: undefined, office: 'waits', page: undefined })}>
          <div class="k">待主管单位填报</div>
          <div class="v">
            {officeWaits}
            <small>个</small>
          </div>
        </a>
      </section>
      <section class="card">
        <form class="filter" method="get" action="/national">
          <label class="vh" for="search">
            账号、单位
          </label>
          <input type="search" id="search" name="q" value={c.req.query('q') ?? ''} placeholder="账号、单位" />
          <Select
            bare
            name="status"
            label="填报情况"
            value={c.req.query('status')}
            choices={[
              { value: '', label: '全部填报情况' },
              ...nationalStatuses.map((value) => ({ value, label: nationalStatusLabels[value] })),
            ]}
          />
          <Select
            bare
            name="office"
            label="主管单位填报"
            value={c.req.query('office')}
            choices={[
              { value: '', label: '主管单位不限' },
              { value: 'waits', label: '待主管单位填报' },
            ]}
          />
          <button class="btn" type="submit">
            筛选
          </button>
        </form>
        {rows.length === 0 ? (
          <Empty title="没有符合条件的账号">请放宽条件；已注销且在全国系统关停的账号不再列出。</Empty>
        ) : (
          <table class="cards">
            <thead>
              <tr>
                <th>账号</th>
                <th>平台</th>
                <th>主办单位</th>
                <th>运行状态</th>
                <th>主办单位填报</th>
                <th>主管单位填报</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ id, name, platform, unitName, runningState, status, on, office, officeOn }) => (
                <tr>
                  <td class="t full">
                    <a href={`/national/accounts/${id}`}>{name}</a>
                  </td>
                  <td data-l="平台">{platforms[platform].label}</td>
                  <td data-l="主办单位">{unitName}</td>
                  <td data-l="运行状态">{runningStateLabels[runningState]}</td>
                  <td data-l="主办单位填报">
                    <NationalMark status={status} />
                    {on && <small>{formatDayZh(on)}</small>}
                  </td>
                  <td data-l="主管单位填报">
                    <NationalMark status={office} />
                    {officeOn && <small>{formatDayZh(officeOn)}</small>}
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
