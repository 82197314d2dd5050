import type { Child } from 'hono/jsx'
import { formatMinute } from '../../calendar/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import {
  Alert,
  CsrfField,
  Empty,
  FilterBy,
  Field,
  Head,
  Pager,
  SearchBox,
  Status,
  type WebContext,
} from '../../web/index.ts'
import {
  guideElementCodes,
  guideElements,
  type ServiceLook,
  type ServiceRow,
  serviceStanding,
  serviceStandingLabels,
} from '../services/model.ts'

const marks = { usable: 'pass', broken: 'fail', unknown: 'unkn' } as const

export const ServiceMark = ({ of, box }: { of: Pick<ServiceRow, 'latest'>; box?: boolean }) => {
  const standing = serviceStanding(of)
  return <Status mark={marks[standing]} word={serviceStandingLabels[standing]} {...(box && { box })} />
}

const missingWords = ({ missing }: Pick<ServiceLook, 'missing'>) =>
  missing.length === 0 ? '' : `指南缺少：${missing.map((one) => guideElements[one]).join('、')}`

type ListProps = { c: WebContext; rows: readonly ServiceRow[]; total: number; page: number }

/** 办事入口 of all accounts: what does not work first, then what nobody has opened. */
export const ServicesPage = ({ c, rows, total, page }: ListProps) => (
  <>
    <Head title="办事入口" note="由人打开核查，以最近一次为准；没有核查过的是“未核查”，不是可用" />
    <section class="card">
      <form class="filter" method="get" action="/services">
        <SearchBox c={c} label="入口、账号、单位" />
        <FilterBy c={c} name="standing" label="核查情况" labels={serviceStandingLabels} />
        <button class="btn" type="submit">
          筛选
        </button>
      </form>
      {rows.length === 0 ? (
        <Empty title="没有符合条件的办事入口">在账号页面登记办事入口后，列在这里核查。</Empty>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              <th>办事入口</th>
              <th>账号</th>
              <th>最近核查</th>
              <th>指南要素</th>
              <th>情况</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr>
                <td class="t full">
                  <a href={`/services/${row.id}`}>{row.name}</a>
                  <small>{row.place}</small>
                </td>
                <td data-l="账号">
                  <a href={`/accounts/${row.accountId}`}>{row.accountName}</a>
                  <small>{`${platforms[row.platform].label}　${row.unitName}`}</small>
                </td>
                <td class="num" data-l="最近核查">
                  {row.latest ? formatMinute(row.latest.lookedAt) : '没有核查过'}
                </td>
                <td data-l="指南要素">{row.latest ? missingWords(row.latest) || '未发现缺少' : '—'}</td>
                <td class="s">
                  <ServiceMark of={row} />
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

type Props = {
  csrf: string
  service: ServiceRow
  looks: readonly ServiceLook[]
  notes: ReadonlyMap<string, string>
  nameOf: (id: string) => string
  mayCheck: boolean
  now: string
  problem?: string | undefined
  values: Record<string, string | string[]>
  trail: Child
}

/** One entry: every look at it with its photo, and the form for the next. */
export function ServicePage(props: Props) {
  const { csrf, service, looks, mayCheck, problem, trail } = props
  const { id, name, place, accountId, accountName, platform, unitName, state, version } = service
  return (
    <>
      <Head
        crumb={<a href="/services">办事入口</a>}
        title={name}
        note={`${accountName}（${platforms[platform].label}）　${unitName}`}
      >
        {state === 'retired' ? <Status mark="unkn" word="已停用" box /> : <ServiceMark of={service} box />}
      </Head>
      {problem && <Alert tone="fail" title={problem} />}
      <div class="cols c75">
        <div class="stackv">
          <section class="card">
            <dl class="dl in">
              <dt>账号</dt>
              <dd>
                <a href={`/accounts/${accountId}`}>{accountName}</a>
              </dd>
              <dt>链接或者菜单路径</dt>
              <dd>
                {/^https?:\/\//.test(place) ? (
                  <a href={place} target="_blank" rel="noreferrer">
                    {place}
                  </a>
                ) : (
                  place
                )}
              </dd>
            </dl>
          </section>
          <Looks {...props} looks={looks} />
        </div>
        <div class="stackv">
          {mayCheck && state === 'in-use' && <CheckForm {...props} />}
          {mayCheck && state === 'in-use' && (
            <section class="card">
              <details class="in">
                <summary>
                  <b>停用这个入口</b>
                  <small>　账号已不再提供的；核查记录保留</small>
                </summary>
                <form class="unfolded" method="post" action={`/services/${id}/retire`}>
                  <CsrfField csrf={csrf} />
                  <input type="hidden" name="version" value={String(version)} />
                  <Field name="reason" label="停用的理由" required maxlength={500} />
                  <button class="btn bad" type="submit">
                    停用
                  </button>
                </form>
              </details>
            </section>
          )}
          {trail}
        </div>
      </div>
    </>
  )
}

const Looks = ({ service, looks, notes, nameOf }: Props) => (
  <section class="card">
    <header>
      <h2>核查记录</h2>
      <p>{`${looks.length} 次`}</p>
    </header>
    {looks.length === 0 ? (
      <Empty title="没有核查过">打开入口看能不能用，登记在右边。</Empty>
    ) : (
      <ul class="plain rows">
        {looks.map((look) => (
          <li>
            <p>
              <b>{formatMinute(look.lookedAt)}</b> <ServiceMark of={{ latest: look }} />
              <span class="mut">{`　${nameOf(look.by)}`}</span>
            </p>
            {missingWords(look) && <p>{missingWords(look)}</p>}
            {look.noteId && <p>{notes.get(look.noteId) ?? '（说明已删除）'}</p>}
            {look.photoId && (
              <p>
                <a href={`/services/${service.id}/photos/${look.id}`}>查看截图</a>
              </p>
            )}
          </li>
        ))}
      </ul>
    )}
  </section>
)

function CheckForm({ csrf, service, values, now }: Props) {
  const usable = values['usable']
  const missing = new Set([values['missing'] ?? []].flat())
  return (
    <form
      class="card"
      method="post"
      action={`/services/${service.id}/looks`}
      enctype="multipart/form-data"
      data-unsaved
    >
      <header>
        <h2>登记核查</h2>
      </header>
      <div class="in">
        <CsrfField csrf={csrf} />
        <fieldset class="fld">
          <legend class="lab">能不能用</legend>
          <div class="checks">
            <label>
              <input type="radio" name="usable" value="yes" required checked={usable === 'yes'} />
              能用
            </label>
            <label>
              <input type="radio" name="usable" value="no" checked={usable === 'no'} />
              不能用
            </label>
          </div>
        </fieldset>
        <Field
          name="lookedAt"
          label="核查时间"
          type="datetime-local"
          required
          value={typeof values['lookedAt'] === 'string' ? values['lookedAt'] : now}
        />
        <fieldset class="fld">
          <legend class="lab">办事指南缺少的要素（没有看指南的不选）</legend>
          <div class="checks">
            {guideElementCodes.map((code) => (
              <label>
                <input type="checkbox" name="missing" value={code} checked={missing.has(code)} />
                {guideElements[code]}
              </label>
            ))}
          </div>
        </fieldset>
        <Field
          name="photo"
          label="截图"
          type="file"
          accept="image/png,image/jpeg,image/webp"
          hint="不能用的附截图为证；PNG、JPG 或 WebP，照片会先缩小再上传。"
          data={{ 'data-shrink': true }}
        />
        <Field
          name="note"
          label="说明"
          type="textarea"
          rows={2}
          maxlength={500}
          value={typeof values['note'] === 'string' ? values['note'] : ''}
        />
        <button class="btn pri" type="submit">
          保存核查
        </button>
      </div>
    </form>
  )
}
