import { may } from '../access/index.ts'
import { type AccountPanel } from '../registry/index.ts'
import { CsrfField, defineRoutes, Field, sendDownload, typedValues, type WebContext, idFrom } from '../web/index.ts'
import { printDossier } from './print-dossier.ts'

/** On an account's page: its whole file as one PDF, masked, or for a purpose with the names. */
export const dossierAccountPanel: AccountPanel = (c: WebContext, accountId: string) => {
  const { actor, session } = c.var
  const { districtId } = session
  if (!may(actor, 'dossier.print', { districtId })) return Promise.resolve(null)
  const action = `/accounts/${accountId}/dossier`
  return Promise.resolve(
    <section class="card" id="dossier">
      <header>
        <h2>账号档案卷</h2>
        <p>登记、备案、监测、复核、整改、问责和证据，按时间先后收在一份 PDF 中</p>
      </header>
      <div class="in stack">
        <form method="post" action={action}>
          <CsrfField csrf={session.csrf} />
          <button class="btn" type="submit">
            生成档案卷（个人信息已隐去）
          </button>
        </form>
        {may(actor, 'people.reveal', { districtId }) && (
          <details>
            <summary>需要姓名、完整联系方式和签字盖章件的</summary>
            <form method="post" action={action} class="stack">
              <CsrfField csrf={session.csrf} />
              <Field
                name="purpose"
                id="dossier-purpose"
                label="用途"
                hint="4至80字，印在每页并留痕"
                maxlength={80}
                required
              />
              <button class="btn" type="submit">
                生成完整档案卷
              </button>
            </form>
          </details>
        )}
      </div>
    </section>,
  )
}

async function print(c: WebContext): Promise<Response> {
  const accountId = idFrom(c, '账号')
  const { purpose } = await typedValues(c)
  const { deps, actor, session, demo } = c.var
  const input = { districtId: session.districtId, accountId, demo, ...(purpose !== undefined && { purpose }) }
  return sendDownload(c, await printDossier(deps, actor, input))
}

export const dossierRoutes = defineRoutes([
  { method: 'post', path: '/accounts/:id/dossier', door: 'dossier.print', handle: print },
])
