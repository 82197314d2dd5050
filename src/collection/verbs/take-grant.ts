import { type Actor, type Deps, permit } from '../../access/index.ts'
import { formatMinute } from '../../calendar/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import type { Sender } from '../../outgoing/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { standingLabels } from '../authorisations/model.ts'
import { standingsOf } from '../authorisations/queries.ts'
import { askComponent, componentTokens } from '../component/calls.ts'
import { componentShown, saveGrant } from '../component/queries.ts'
import { stretchNow } from '../maintenance/queries.ts'
import { apiTargetOf } from '../running/page-queries.ts'
import { changeLocked, lockTarget } from '../running/queries.ts'
import { type Answer, isFailure, isObject, reasonOf, textIn } from '../sources/api-replies.ts'
import { sources } from '../sources/index.ts'
import { sealSecrets } from '../sources/secrets.ts'
import { addTarget, sourceOfKind } from '../sources/set-up.ts'

const KIND = 'weixin'

type Asked = { districtId: string; accountId: string; appid: string; send: Sender['send'] }

/**
 * 发起扫码授权: the address of WeChat's page on which the administrator of this very 公众号 gives the platform its right; it
 * is good for half an hour. Refuses `component.none`, `component.paper-missing`, `component.not-valid`,
 * `sources.maintenance`, `component.unanswered`.
 */
export async function startGrant(deps: Deps, actor: Actor, asked: Asked): Promise<{ url: string }> {
  const component = await mayAsk(deps, actor, asked)
  const answer = await askAs(deps, asked, 'api_create_preauthcode', {})
  const code = textIn(answer['pre_auth_code'])
  if (code === null) throw refuse('component.unanswered', { why: '平台未返回预授权码' })
  const { accountId, appid } = asked
  const query = new URLSearchParams({
    component_appid: component.appid,
    pre_auth_code: code,
    redirect_uri: `${component.address}${returnPathOf(accountId, appid)}`,
    // 1: 公众号 only.
    auth_type: '1',
    biz_appid: appid,
  })
  return { url: `https://mp.weixin.qq.com/cgi-bin/componentloginpage?${query.toString()}` }
}

/** Where WeChat sends the browser back to, with `auth_code`. */
export const returnPathOf = (accountId: string, appid: string): string =>
  `/sources/accounts/${accountId}/api/grants/${appid}`

/**
 * 完成扫码授权: exchanges the code with which the browser came back for the refresh token, which is sealed among the
 * target's credentials in place of what was there. Only of the 公众号 for which it was begun. Refuses as `startGrant`, and
 * `component.other-account`.
 */
export async function takeGrant(deps: Deps, actor: Actor, asked: Asked & { code: string }): Promise<void> {
  const { districtId, accountId, appid } = asked
  await mayAsk(deps, actor, asked)
  const answer = await askAs(deps, asked, 'api_query_auth', { authorization_code: asked.code })
  const info = isObject(answer['authorization_info']) ? answer['authorization_info'] : {}
  const given = textIn(info['authorizer_appid'])
  const refreshToken = textIn(info['authorizer_refresh_token'])
  if (given === null || refreshToken === null) throw refuse('component.unanswered', { why: '平台未返回刷新令牌' })
  if (given !== appid) throw refuse('component.other-account', { given, appid })
  const known = await apiTargetOf(deps.db, districtId, accountId, KIND)
  const added = known ? undefined : await addGranted(deps, actor, asked, refreshToken)
  await inTransaction(deps.db, async (tx) => {
    const at = deps.wall.now()
    await saveGrant(tx, districtId, { appid, state: 'given', at })
    if (known) await replaceBy(tx, deps, { ...asked, targetId: known.id, version: known.version }, refreshToken)
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'sources.grant-taken',
      subject: { kind: 'account', id: accountId },
      after: { targetId: known?.id ?? added, credentials: ['refreshToken'] },
      at,
    })
  })
}

async function addGranted(deps: Deps, actor: Actor, { districtId, accountId, appid }: Asked, refreshToken: string) {
  const sourceId = await sourceOfKind(deps, actor, districtId, KIND)
  const target = { appid, through: 'component' }
  return (await addTarget(deps, actor, { districtId, accountId, sourceId, target, secrets: { refreshToken } })).id
}

type Replaced = Asked & { targetId: string; version: number }

async function replaceBy(tx: Tx, deps: Deps, seen: Replaced, refreshToken: string): Promise<void> {
  const { districtId, targetId, appid } = seen
  const { target } = await lockTarget(tx, seen)
  const before = isObject(target) ? target : {}
  // What a person checked of another 公众号 says nothing of this one.
  const listsAll = before['appid'] === appid && before['listsAll'] === true
  await changeLocked(tx, seen, {
    target: JSON.stringify({ appid, listsAll, through: 'component' }),
    ...sealSecrets(deps, { districtId, targetId }, { refreshToken }),
    state: 'on',
    held_reason: null,
    failures: 0,
    next_at: deps.wall.now(),
  })
}

async function mayAsk(deps: Deps, actor: Actor, { districtId, accountId, appid }: Asked) {
  permit(actor, 'sources.change', { districtId })
  const component = await componentShown(deps.db, districtId)
  if (!component) throw refuse('component.none')
  const target = sources.get(KIND)?.target.safeParse({ appid })
  if (!target?.success) throw refuse('component.not-valid', { faults: 'AppID 应为 wx 开头的18位字符' })
  const asked = [{ accountId, sourceKind: KIND }]
  const [standing = 'none'] = await standingsOf(deps.db, districtId, asked, deps.clock.today())
  if (standing !== 'in-force') throw refuse('component.paper-missing', { standing: standingLabels[standing] })
  const closed = await stretchNow(deps.db, districtId, deps.wall.now())
  if (closed) throw refuse('sources.maintenance', { until: formatMinute(closed.to), reason: closed.reason })
  return component
}

async function askAs(deps: Deps, { districtId, send }: Asked, call: string, body: Answer): Promise<Answer> {
  const tokens = componentTokens(deps, districtId, send)
  const answer = await askComponent({ send, now: deps.wall.now() }, tokens, call, body)
  if (isFailure(answer)) throw refuse('component.unanswered', { why: reasonOf(answer) })
  return answer
}
