import type { Child } from 'hono/jsx'
import { platforms } from '../../vocabulary/platforms.ts'
import { unitKinds } from '../../vocabulary/units.ts'
import { Alert, CsrfField, Empty, Field, Head } from '../../web/index.ts'
import { type Duty, unitStateLabels } from '../model.ts'
import type { UnitCard } from '../queries/cards.ts'
import type { AccountRow, Page } from '../queries/list-accounts.ts'
import type { Revealed } from './account.tsx'
import { FilingMark, RunningMark } from './marks.tsx'
import { People, Person } from './people.tsx'

type Props = {
  card: UnitCard
  accounts: Page<AccountRow>
  csrf: string
  mayEdit: boolean
  mayReveal: boolean
  revealed?: Revealed
  panels: Child
  /** What was typed for one of the three, and why it was not saved. */
  faultyDuty?: { duty: Duty; name: string; phone: string; problem: string }
  trail: Child
}

/** One unit: its three responsible people (notice 三), its accounts, what happened. */
export function UnitPage({ card, accounts, csrf, mayEdit, mayReveal, revealed, panels, faultyDuty, trail }: Props) {
  const { unit, duties, form } = card
  return (
    <>
      <Head
        crumb={<a href="/units">主办单位</a>}
        title={unit.name}
        note={`${unit.code}　${unitKinds[unit.kind].label}　${unitStateLabels[unit.state]}`}
      >
        {mayEdit && (
          <a class="btn" href={`/units/${unit.id}/edit`}>
            修改单位
          </a>
        )}
      </Head>
      {!card.inScope && (
        <Alert tone="unkn" title={unit.kind === 'unknown' ? '单位类型待核实' : '该单位不属本级监管范围'}>
          {unit.kind === 'unknown'
            ? '请点“修改单位”选定单位类型；核实前其账号不纳入监测，不在报告和通报中点名。'
            : '其账号作为移交线索登记，不纳入监测，不在报告和通报中点名。'}
        </Alert>
      )}
      {unit.state === 'merged' && (
        <Alert tone="warn" title={`该单位已并入${card.mergedIntoName ?? '其他单位'}`}>
          名下账号须办理变更或注销。
        </Alert>
      )}
      {unit.state === 'abolished' && (
        <Alert tone="warn" title="该单位已撤销">
          名下账号须办理注销。
        </Alert>
      )}
      <div class="cols c75">
        <div class="stackv">
          <section class="card">
            <header>
              <h2>账号</h2>
              <p>{`${accounts.total} 个`}</p>
            </header>
            {accounts.total === 0 ? <Empty title="没有登记账号" /> : <UnitAccounts accounts={accounts.rows} />}
          </section>
          {panels}
        </div>
        <div class="stackv">
          <section class="card">
            <header>
              <h2>三级责任人</h2>
              <p>号码脱敏，查看留痕</p>
            </header>
            <div class="in stack">
              <People
                people={duties}
                csrf={csrf}
                action={`/units/${unit.id}/reveal`}
                mayReveal={mayReveal}
                revealed={revealed}
              />
              {mayEdit &&
                duties.map(({ duty, label, version }) => (
                  <DutyForm
                    unitId={unit.id}
                    duty={duty}
                    label={label}
                    version={version}
                    csrf={csrf}
                    typed={faultyDuty?.duty === duty ? faultyDuty : undefined}
                  />
                ))}
            </div>
          </section>
          <section class="card">
            <header>
              <h2>附件2 填报</h2>
            </header>
            <div class="in">
              <dl class="dl">
                <dt>填报人</dt>
                <dd>
                  {form.reporter ? (
                    <Person
                      person={form.reporter}
                      csrf={csrf}
                      action={`/units/${unit.id}/reveal`}
                      mayReveal={mayReveal}
                      revealed={revealed}
                    />
                  ) : (
                    <span class="mut">未填</span>
                  )}
                </dd>
                <dt>统计截至</dt>
                <dd>{form.countedUntil ?? <span class="mut">未填</span>}</dd>
              </dl>
            </div>
          </section>
          {trail}
        </div>
      </div>
    </>
  )
}

function UnitAccounts({ accounts }: { accounts: readonly AccountRow[] }) {
  return (
    <table class="cards">
      <thead>
        <tr>
          <th>名称</th>
          <th>平台</th>
          <th>备案状态</th>
          <th>运行状态</th>
        </tr>
      </thead>
      <tbody>
        {accounts.map((row) => (
          <tr>
            <td class="t">
              <a class="nm" href={`/accounts/${row.id}`}>
                {row.name}
              </a>
            </td>
            <td>{platforms[row.platform].label}</td>
            <td class="s">
              <FilingMark state={row.filingState} />
            </td>
            <td data-l="运行状态">
              <RunningMark state={row.runningState} claimed={row.stateIsClaimed} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

type DutyFormProps = {
  unitId: string
  duty: Duty
  label: string
  version: number
  csrf: string
  typed: Props['faultyDuty'] | undefined
}

function DutyForm({ unitId, duty, label, version, csrf, typed }: DutyFormProps) {
  return (
    <details open={typed !== undefined}>
      <summary>{`登记${label}`}</summary>
      <form method="post" action={`/units/${unitId}/duties`} class="stack">
        <CsrfField csrf={csrf} />
        <input type="hidden" name="duty" value={duty} />
        <input type="hidden" name="version" value={version} />
        <Field name={`${duty}-name`} label="姓名" value={typed?.name} error={typed?.problem} />
        <Field name={`${duty}-phone`} label="联系电话" value={typed?.phone} />
        <p class="acts">
          <button class="btn sml" type="submit" name="state" value="filled">
            保存
          </button>
          <button class="btn sml" type="submit" name="state" value="vacant">
            单位填报：无
          </button>
        </p>
      </form>
    </details>
  )
}
