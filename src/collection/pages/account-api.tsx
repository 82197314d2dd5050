import type { Child } from 'hono/jsx'
import type { CivilDate } from '../../calendar/index.ts'
import type { Account } from '../../registry/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { Alert, CsrfField, Empty, Field, Head, Status, type WebContext } from '../../web/index.ts'
import { type Authorisation, standingLabels, standingOf, standingOfAll } from '../authorisations/model.ts'
import type { ApiTarget } from '../running/page-queries.ts'
import type { Source } from '../sources/contract.ts'
import { minuteOr, reasonOf, TargetMark } from './words.tsx'

/** What a refused form held, and why it was refused; credentials are not in it. `paperId`: which paper was to be taken back. */
export type ApiTyped = {
  form: 'paper' | 'revoke' | 'target'
  error: string
  values: Readonly<Record<string, string>>
  paperId?: string | undefined
}

type Props = {
  c: WebContext
  account: Account
  unitId: string
  source: Source
  papers: readonly Authorisation[]
  target: ApiTarget | undefined
  /** The district's 第三方平台 may be asked, and reads this kind of account. */
  mayScan: boolean
  today: CivilDate
  may: { record: boolean; revoke: boolean; change: boolean }
  typed?: ApiTyped | undefined
}

/** 接口采集: the unit's 授权书, and what the platform's interface is asked with. */
export function AccountApiPage(props: Props) {
  const { account, unitId, source, papers, target, today, may } = props
  const standing = standingOfAll(papers, unitId, today)
  return (
    <>
      <Head
        crumb={
          <>
            <a href={`/accounts/${account.id}`}>{account.name}</a> /{' '}
            <a href={`/sources/accounts/${account.id}`}>采集</a>
          </>
        }
        title="接口采集"
        note={`${platforms[account.platform].label}　${source.label}`}
      />
      {standing === 'in-force' ? (
        <Alert tone="pass" title="授权书有效，可以采集">
          {source.sees}
        </Alert>
      ) : (
        <Alert tone="warn" title={`${standingLabels[standing]}，不向平台发送任何请求`}>
          登记主办单位签字盖章的授权书后方可采集；在此之前按未采集处理。
        </Alert>
      )}
      <div class="cols c2">
        <div class="stackv">
          <Papers {...props} />
          {may.record && <NewPaper {...props} />}
        </div>
        <div class="stackv">
          {props.mayScan && may.change && <Scan {...props} />}
          {target && <Target {...props} target={target} />}
          {may.change && (target?.state ?? 'off') === 'off' && <NewTarget {...props} />}
        </div>
      </div>
    </>
  )
}

const pathOf = (account: Account, rest: string) => `/sources/accounts/${account.id}/api/${rest}`
const errorOf = (typed: ApiTyped | undefined, form: ApiTyped['form']): Child =>
  typed?.form === form ? <Alert tone="fail" title={typed.error} /> : null

/** Papers that may still be taken back. */
const standingPapers = (papers: readonly Authorisation[]) => papers.filter(({ revokedOn }) => revokedOn === null)

const Papers = ({ c, account, unitId, papers, today, may, typed }: Props) => (
  <section class="card">
    <header>
      <h2>授权书</h2>
    </header>
    {papers.length === 0 ? (
      <Empty title="还没有登记授权书">授权书由主办单位出具，写明账号、平台、用途和期限，可随时撤回。</Empty>
    ) : (
      <table class="cards">
        <thead>
          <tr>
            <th>出具单位</th>
            <th>期限</th>
            <th>情况</th>
          </tr>
        </thead>
        <tbody>
          {papers.map((paper) => {
            const standing = standingOf(paper, unitId, today)
            return (
              <tr>
                <td class="t">
                  {paper.unitName}
                  <small>
                    <a href={pathOf(account, `papers/${paper.id}`)}>查看扫描件</a>
                  </small>
                </td>
                <td data-l="期限" class="num">{`${paper.signedOn} 至 ${paper.validUntil}`}</td>
                <td class="s">
                  <Status mark={standing === 'in-force' ? 'pass' : 'unkn'} word={standingLabels[standing]} />
                  {paper.revokedOn && <small>{`${paper.revokedOn} 撤回：${paper.revokedReason ?? ''}`}</small>}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    )}
    {/* Taken back by somebody else meanwhile: its form is gone, and the reason stands here. */}
    {!standingPapers(papers).some(({ id }) => id === typed?.paperId) && errorOf(typed, 'revoke')}
    {may.revoke &&
      standingPapers(papers).map((paper) => (
        <Revocation
          c={c}
          account={account}
          paper={paper}
          today={today}
          typed={typed?.paperId === paper.id ? typed : undefined}
        />
      ))}
  </section>
)

function Revocation({
  c,
  account,
  paper,
  today,
  typed,
}: Pick<Props, 'c' | 'account' | 'today' | 'typed'> & { paper: Authorisation }) {
  const { revokedOn = today, reason } = typed?.values ?? {}
  return (
    <details class="in" open={typed !== undefined}>
      <summary>{`撤回 ${paper.signedOn} 签署的授权书`}</summary>
      <form class="stack" method="post" action={pathOf(account, `papers/${paper.id}`)}>
        <CsrfField csrf={c.var.session.csrf} />
        {errorOf(typed, 'revoke')}
        <Field name="revokedOn" id={`on-${paper.id}`} label="撤回日期" type="date" value={revokedOn} required />
        <Field
          name="reason"
          id={`reason-${paper.id}`}
          label="撤回原因"
          value={reason}
          required
          maxlength={200}
          hint="如撤回函文号"
        />
        <p class="hint">撤回后立即停止采集，已保存的凭据一并销毁；已采集的数据保留。</p>
        <p class="acts">
          <button class="btn" type="submit">
            撤回授权书
          </button>
        </p>
      </form>
    </details>
  )
}

const NewPaper = ({ c, account, today, typed }: Props) => (
  <form class="card" method="post" action={pathOf(account, 'papers')} enctype="multipart/form-data">
    <header>
      <h2>登记授权书</h2>
    </header>
    <div class="in stack">
      <CsrfField csrf={c.var.session.csrf} />
      {errorOf(typed, 'paper')}
      <Field
        name="scan"
        label="扫描件"
        type="file"
        accept="application/pdf,image/png,image/jpeg"
        required
        hint={`签字盖章的 PDF、JPG 或 PNG${typed?.form === 'paper' ? '；请重新选择文件' : ''}`}
      />
      <div class="row">
        <Field name="signedOn" label="签署日期" type="date" value={typed?.values['signedOn'] ?? today} required />
        <Field name="validUntil" label="有效期至" type="date" value={typed?.values['validUntil']} required />
      </div>
      <p class="acts">
        <button class="btn pri" type="submit">
          登记
        </button>
      </p>
    </div>
  </form>
)

const Secrets = ({ source }: Pick<Props, 'source'>) => (
  <>
    {Object.entries(source.secrets).map(([name, label]) => (
      <Field name={`secret.${name}`} label={label} type="password" autocomplete="off" required maxlength={2000} />
    ))}
    <p class="hint">凭据加密保存，只在采集时使用，保存后任何人都不能再查看，只能更换。</p>
  </>
)

const Scan = ({ c, account, target }: Props) => (
  <form class="card" method="post" action={pathOf(account, 'grants')}>
    <header>
      <h2>通过第三方平台采集</h2>
    </header>
    <div class="in stack">
      <CsrfField csrf={c.var.session.csrf} />
      <Field
        name="appid"
        id="scan-appid"
        label="开发者ID（AppID）"
        value={target?.appid ?? undefined}
        required
        maxlength={18}
        hint="由公众号管理员扫码授权，不需要 AppSecret"
      />
      <p class="acts">
        <button class="btn pri" type="submit">
          {target?.through ? '重新扫码授权' : '扫码授权'}
        </button>
      </p>
    </div>
  </form>
)

const NewTarget = ({ c, account, source, target, typed }: Props) => (
  <form class="card" method="post" action={pathOf(account, 'target')}>
    <header>
      <h2>{target ? '重新设置接口' : '设置接口'}</h2>
    </header>
    <div class="in stack">
      <CsrfField csrf={c.var.session.csrf} />
      {errorOf(typed, 'target')}
      {Object.entries(source.fields ?? {}).map(([name, label]) => (
        <Field name={name} label={label} value={typed?.values[name]} required maxlength={100} />
      ))}
      <Secrets source={source} />
      <p class="acts">
        <button class="btn pri" type="submit" name="do" value="add">
          保存
        </button>
      </p>
    </div>
  </form>
)

function Target({ c, account, source, target, may, typed }: Props & { target: NonNullable<Props['target']> }) {
  const asked = typed?.form === 'target' ? typed.values['do'] : undefined
  const replacing = asked === 'replace'
  const told = Object.entries(source.fields ?? {}).filter(([name]) => typeof target.told[name] === 'string')
  return (
    <section class="card">
      <header>
        <h2>接口设置</h2>
      </header>
      <div class="in stack">
        {!replacing && asked !== 'add' && errorOf(typed, 'target')}
        <dl class="dl">
          {told.map(([name, label]) => (
            <>
              <dt>{label}</dt>
              <dd>{String(target.told[name])}</dd>
            </>
          ))}
          {target.through && (
            <>
              <dt>采集方式</dt>
              <dd>第三方平台，公众号管理员扫码授权</dd>
            </>
          )}
          <dt>凭据</dt>
          <dd>{target.hasSecrets ? '已保存，不再显示' : '没有保存，请重新填写'}</dd>
          <dt>情况</dt>
          <dd>
            <TargetMark target={target} />
            {reasonOf(target) && <small>{reasonOf(target)}</small>}
          </dd>
          <dt>最近成功</dt>
          <dd>{minuteOr(target.lastSuccessAt, '还没有')}</dd>
          {target.listsAll !== null && (
            <>
              <dt>发布清单</dt>
              <dd>{target.listsAll ? '已人工核对，清单完整' : '未经人工核对，不据此认定未更新'}</dd>
            </>
          )}
        </dl>
        {may.change && target.listsAll !== null && <Listing c={c} account={account} target={target} />}
        {may.change && target.state === 'off' && (
          <p class="hint">已停用。恢复使用的，在“采集”页恢复；换了号码、凭据的，在下面重新设置。</p>
        )}
        {may.change && target.state !== 'off' && told.length > 0 && (
          <p class="hint">{`${told.map(([, label]) => label).join('、')}有误的，先在“采集”页停用，再在本页重新设置。`}</p>
        )}
        {may.change && target.state !== 'off' && (
          <details open={replacing || !target.hasSecrets}>
            <summary>{target.through ? '改用运营单位提供的凭据' : '更换凭据'}</summary>
            <form class="stack" method="post" action={pathOf(account, 'target')}>
              <CsrfField csrf={c.var.session.csrf} />
              {replacing && errorOf(typed, 'target')}
              <input type="hidden" name="version" value={String(target.version)} />
              <Secrets source={source} />
              <p class="acts">
                <button class="btn pri" type="submit" name="do" value="replace">
                  更换凭据
                </button>
              </p>
            </form>
          </details>
        )}
      </div>
    </section>
  )
}

const Listing = ({ c, account, target }: Pick<Props, 'c' | 'account'> & { target: NonNullable<Props['target']> }) => (
  <form method="post" action={pathOf(account, 'target')}>
    <CsrfField csrf={c.var.session.csrf} />
    <input type="hidden" name="version" value={String(target.version)} />
    <p class="hint">
      {target.listsAll
        ? '接口规则变化，或发现清单缺漏时，请取消核对结论。'
        : '请将接口列出的内容与账号页面逐条核对，确认群发、手工发布的内容也在清单内。'}
    </p>
    <button class="btn" type="submit" name="do" value={target.listsAll ? 'listing-open' : 'listing-whole'}>
      {target.listsAll ? '取消核对结论' : '已核对，清单完整'}
    </button>
  </form>
)
