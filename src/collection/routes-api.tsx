import { may } from '../access/index.ts'
import { type CivilDate, civilDate, isCivilDate } from '../calendar/index.ts'
import { readStoredFile } from '../files/index.ts'
import { Refusal, refuse } from '../vocabulary/refusals/index.ts'
import {
  contentDisposition,
  defineRoutes,
  formValues,
  render,
  requireUpload,
  type WebContext,
  idFrom,
} from '../web/index.ts'
import { authorisationsOf } from './authorisations/queries.ts'
import { accountOf } from './account-asked.ts'
import { componentShown } from './component/queries.ts'
import { AccountApiPage, type ApiTyped } from './pages/account-api.tsx'
import { apiTargetOf } from './running/page-queries.ts'
import type { Source } from './sources/contract.ts'
import { sources } from './sources/index.ts'
import { addTarget, sourceOfKind } from './sources/set-up.ts'
import { confirmListing } from './verbs/confirm-listing.ts'
import { recordAuthorisation } from './verbs/record-authorisation.ts'
import { replaceSecrets } from './verbs/replace-secrets.ts'
import { revokeAuthorisation } from './verbs/revoke-authorisation.ts'

/** The interface of an account's platform. Refuses `record.not-found` where there is none. */
async function asked(c: WebContext) {
  const account = await accountOf(c)
  const source = [...sources.values()].find(
    ({ platform, needsAuthorisation }) => needsAuthorisation && platform === account.platform,
  )
  if (!source) throw refuse('record.not-found', { what: '该平台的接口采集' })
  return { account, source }
}

async function page(c: WebContext, typed?: ApiTyped, status = 200): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const { account, source } = await asked(c)
  const place = { districtId }
  const body = (
    <AccountApiPage
      c={c}
      account={account}
      unitId={account.unitId}
      source={source}
      papers={(await authorisationsOf(deps.db, districtId, account.id)).filter((one) => one.sourceKind === source.kind)}
      target={await apiTargetOf(deps.db, districtId, account.id, source.kind)}
      mayScan={source.kind === 'weixin' && (await componentShown(deps.db, districtId)) !== undefined}
      today={deps.clock.today()}
      may={{
        record: may(actor, 'authorisations.record', place),
        revoke: may(actor, 'authorisations.revoke', place),
        change: may(actor, 'sources.change', place),
      }}
      typed={typed}
    />
  )
  return render(c, body, { title: '接口采集', current: '/sources' }, status)
}

/** Does it and shows the page anew; a refusal stands in the form it came from. What was typed as a credential is not sent back. */
async function doing(
  c: WebContext,
  form: ApiTyped['form'],
  work: (values: Record<string, string>) => Promise<unknown>,
) {
  const values = Object.fromEntries(
    Object.entries(await formValues(c)).map(([name, value]) => [name, typeof value === 'string' ? value.trim() : '']),
  )
  try {
    await work(values)
    return c.redirect(`/sources/accounts/${c.req.param('id')}/api`, 303)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const shown = Object.fromEntries(Object.entries(values).filter(([name]) => !name.startsWith('secret.')))
    return page(c, { form, error: error.message, values: shown, paperId: c.req.param('paper') }, error.status)
  }
}

const dayIn = (found: string | undefined, what: string): CivilDate => {
  if (found === undefined || !isCivilDate(found)) throw refuse('authorisation.day-missing', { what })
  return civilDate(found)
}

const record = (c: WebContext) =>
  doing(c, 'paper', async (values) => {
    const { deps, actor, session } = c.var
    const { account, source } = await asked(c)
    await recordAuthorisation(deps, actor, {
      districtId: session.districtId,
      accountId: account.id,
      sourceKind: source.kind,
      scan: await requireUpload(c, 'scan'),
      signedOn: dayIn(values['signedOn'], '签署日期'),
      validUntil: dayIn(values['validUntil'], '有效期'),
    })
  })

const revoke = (c: WebContext) =>
  doing(c, 'revoke', async (values) => {
    const { deps, actor, session } = c.var
    const { account } = await asked(c)
    await revokeAuthorisation(deps, actor, {
      districtId: session.districtId,
      accountId: account.id,
      authorisationId: idFrom(c, '授权书', 'paper'),
      revokedOn: dayIn(values['revokedOn'], '撤回日期'),
      reason: values['reason'] ?? '',
    })
  })

const change = (c: WebContext) =>
  doing(c, 'target', async (values) => {
    const { deps, actor, session } = c.var
    const { districtId } = session
    const { account, source } = await asked(c)
    if (values['do'] === 'add') {
      const sourceId = await sourceOfKind(deps, actor, districtId, source.kind)
      const target = Object.fromEntries(Object.keys(source.fields ?? {}).map((name) => [name, values[name] ?? '']))
      const secrets = secretsIn(source, values)
      return addTarget(deps, actor, { districtId, accountId: account.id, sourceId, target, secrets })
    }
    const kept = await apiTargetOf(deps.db, districtId, account.id, source.kind)
    if (!kept) throw refuse('record.not-found', { what: '接口设置' })
    const changed = { districtId, accountId: account.id, targetId: kept.id, version: Number(values['version']) }
    return values['do'] === 'replace'
      ? replaceSecrets(deps, actor, { ...changed, secrets: secretsIn(source, values) })
      : confirmListing(deps, actor, { ...changed, listsAll: values['do'] === 'listing-whole' })
  })

const secretsIn = (source: Source, values: Record<string, string>) =>
  Object.fromEntries(Object.keys(source.secrets).map((name) => [name, values[`secret.${name}`] ?? '']))

async function scan(c: WebContext): Promise<Response> {
  const { deps, session } = c.var
  const { districtId } = session
  const { account } = await asked(c)
  const id = idFrom(c, '授权书', 'paper')
  const paper = (await authorisationsOf(deps.db, districtId, account.id)).find((one) => one.id === id)
  if (!paper) throw refuse('record.not-found', { what: '授权书' })
  const { bytes, mediaType, name } = await readStoredFile(deps, districtId, paper.fileId)
  return c.body(new Uint8Array(bytes), 200, {
    'Content-Type': mediaType,
    'Content-Disposition': contentDisposition(name),
  })
}

/** 接口采集 of one account: 授权书, credentials, whether the list is whole. */
export const apiRoutes = defineRoutes([
  { method: 'get', path: '/sources/accounts/:id/api', door: 'sources.read', handle: (c) => page(c) },
  { method: 'get', path: '/sources/accounts/:id/api/papers/:paper', door: 'sources.read', handle: scan },
  {
    method: 'post',
    path: '/sources/accounts/:id/api/papers',
    door: 'authorisations.record',
    upload: true,
    handle: record,
  },
  { method: 'post', path: '/sources/accounts/:id/api/papers/:paper', door: 'authorisations.revoke', handle: revoke },
  { method: 'post', path: '/sources/accounts/:id/api/target', door: 'sources.change', handle: change },
])
