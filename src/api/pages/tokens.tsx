import { type CivilDate, formatDayZh, formatMinute } from '../../calendar/index.ts'
import type { Refusal } from '../../vocabulary/refusals/index.ts'
import {
  Alert,
  CsrfField,
  Empty,
  Field,
  Head,
  type Mark,
  Pager,
  pageFrom,
  pageSize,
  Status,
  type WebContext,
} from '../../web/index.ts'
import {
  type ApiToken,
  apiScopes,
  perMinuteUsual,
  scopeLabels,
  type TokenState,
  tokenState,
  tokenStateLabels,
} from '../tokens/model.ts'

type Props = {
  c: WebContext
  tokens: readonly ApiToken[]
  today: CivilDate
  /** The last day that may be chosen. */
  last: CivilDate
  error?: Refusal
  typed?: Record<string, string>
  scopes?: readonly string[]
  made?: { name: string; token: string }
}

/** 对外接口: which systems may read what, until when, and when each last did. */
export function TokensPage({ c, tokens, today, last, error, typed = {}, scopes = [], made }: Props) {
  const { csrf } = c.var.session
  return (
    <>
      <Head title="对外接口" note="供其他系统读取本地区的数据；没有令牌的系统什么也读不到">
        <a class="btn" href="/api">
          接口说明
        </a>
      </Head>
      {made && <Made {...made} />}
      <div class="cols c75">
        <Tokens tokens={tokens} today={today} c={c} />
        <form class="card" method="post" action="/api-tokens">
          <header>
            <h2>建立令牌</h2>
            <p>一个系统一个，便于撤销</p>
          </header>
          <div class="in prose">
            <CsrfField csrf={csrf} />
            {error && <Alert tone="fail" title={error.message} />}
            <Field
              name="name"
              label="名称"
              required
              value={typed['name']}
              maxlength={40}
              hint="供哪个单位的哪个系统使用"
            />
            <fieldset class="fld">
              <legend class="req">可以读取</legend>
              <div class="checks">
                {apiScopes.map((scope) => (
                  <label>
                    <input type="checkbox" name="scopes" value={scope} checked={scopes.includes(scope)} />
                    {scopeLabels[scope]}
                  </label>
                ))}
              </div>
            </fieldset>
            <Field
              name="expiresOn"
              label="有效期至"
              type="date"
              required
              value={typed['expiresOn'] ?? last}
              hint={`当日24:00失效；最长一年，至${formatDayZh(last)}`}
            />
            <Field
              name="perMinute"
              label="每分钟次数"
              type="number"
              value={typed['perMinute'] ?? String(perMinuteUsual)}
              hint="超过的请求不予回答"
            />
            <p class="acts">
              <button class="btn pri" type="submit">
                建立
              </button>
            </p>
            <p class="hint">回答中没有电话和人员姓名。建立和撤销都记入留痕。</p>
          </div>
        </form>
      </div>
    </>
  )
}

const Made = ({ name, token }: { name: string; token: string }) => (
  <Alert tone="pass" title={`已建立“${name}”的令牌，只显示这一次`}>
    <p>
      <code>{token}</code>
    </p>
    <p>请立即复制，交给使用单位妥善保管。离开本页后不能再查看，遗失的只能撤销后重新建立。</p>
  </Alert>
)

const marks: Readonly<Record<TokenState, Mark>> = { valid: 'pass', expired: 'unkn', revoked: 'unkn' }

function Tokens({ tokens, today, c }: Pick<Props, 'tokens' | 'today' | 'c'>) {
  const page = pageFrom(c)
  const valid = tokens.filter((token) => tokenState(token, today) === 'valid').length
  return (
    <section class="card">
      <header>
        <h2>令牌</h2>
        <p>{`${valid} 个有效`}</p>
      </header>
      {tokens.length === 0 ? (
        <Empty title="没有建立过令牌">其他系统需要读取数据的，由系统管理员在此建立。</Empty>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              <th>名称</th>
              <th>状态</th>
              <th>可以读取</th>
              <th>有效期至</th>
              <th>最近使用</th>
              <th>办理</th>
            </tr>
          </thead>
          <tbody>
            {tokens.slice((page - 1) * pageSize, page * pageSize).map((token) => (
              <Token token={token} state={tokenState(token, today)} csrf={c.var.session.csrf} />
            ))}
          </tbody>
        </table>
      )}
      {tokens.length > pageSize && <Pager c={c} page={page} total={tokens.length} path="/api-tokens" />}
    </section>
  )
}

function Token({ token, state, csrf }: { token: ApiToken; state: TokenState; csrf: string }) {
  const { id, name, scopes, expiresOn, perMinute, lastUsedAt, revokedAt } = token
  return (
    <tr>
      <td class="t">
        {name}
        <small>{`每分钟最多 ${perMinute} 次`}</small>
      </td>
      <td class="s">
        <Status mark={marks[state]} word={tokenStateLabels[state]} />
        {revokedAt && <small>{formatMinute(revokedAt)}</small>}
      </td>
      <td class="full" data-l="可以读取">
        {scopes.map((scope) => scopeLabels[scope]).join('、')}
      </td>
      <td class="num" data-l="有效期至">
        {expiresOn}
      </td>
      <td class="num" data-l="最近使用">
        {lastUsedAt ? formatMinute(lastUsedAt) : '没有使用过'}
      </td>
      {state === 'revoked' ? (
        <td class="hid" />
      ) : (
        <td>
          <form method="post" action={`/api-tokens/${id}/revoke`}>
            <CsrfField csrf={csrf} />
            <button class="btn sml" type="submit" aria-label={`撤销“${name}”的令牌`}>
              撤销
            </button>
          </form>
        </td>
      )}
    </tr>
  )
}
