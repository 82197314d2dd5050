import { may } from '../access/index.ts'
import { type AccountPanel, readAccounts } from '../registry/index.ts'
import { caseKindLabels } from './cases/model.ts'
import { openCaseOf } from './cases/records.ts'
import { CaseMark } from './pages/cases.tsx'

/** Beside an account in the ledger: the 备案事项 that is on its way, or where one is begun. */
export const caseAccountPanel: AccountPanel = async (c, accountId) => {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const [account] = await readAccounts(deps.db, districtId, { orIds: [accountId] })
  if (!account || !may(actor, 'filing.read', { districtId, unitId: account.unitId })) return null
  const open = await openCaseOf(deps.db, districtId, accountId)
  const mayFile = may(actor, 'filing.fill', { districtId, unitId: account.unitId })
  if (!open && (!mayFile || account.runningState === 'deregistered')) return null
  return (
    <section class="card">
      <header>
        <h2>备案事项</h2>
      </header>
      {open ? (
        <p class="in">
          <a href={`/cases/${open.id}`}>{`正在办理${caseKindLabels[open.kind]}备案`}</a> <CaseMark state={open.state} />
        </p>
      ) : (
        <p class="in acts">
          {(['change', 'suspend', 'deregister'] as const).map((kind) => (
            <a class="btn" href={`/cases/new?kind=${kind}&accountId=${accountId}`}>
              {`申请${caseKindLabels[kind]}`}
            </a>
          ))}
        </p>
      )}
    </section>
  )
}
