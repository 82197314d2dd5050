import { type Account, firstChoice, type PickedUnits, tooMany, type Unit } from '../../registry/index.ts'
import { hints } from '../../vocabulary/hints.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { sentences } from '../../vocabulary/sentences.ts'
import { Alert, CsrfField, Field, Head, SearchBox, Select, type WebContext } from '../../web/index.ts'
import { triggerRules } from '../triggers/index.ts'

const crumb = <a href="/accountability">责任追究线索</a>

/** Whose clue it is comes first: its accounts are the choice of the next page. */
export const ClueUnitPage = ({ c, units }: { c: WebContext; units: PickedUnits }) => (
  <>
    <Head crumb={crumb} title="登记线索" note="先选单位，下一步选账号、填写事实和证据。" />
    <section class="card">
      {units.search !== undefined && (
        <form class="filter" method="get" action="/accountability/new">
          <SearchBox c={c} label="单位名称" />
          <button class="btn" type="submit">
            查找单位
          </button>
        </form>
      )}
      <form class="in" method="get" action="/accountability/new">
        <Select
          name="unitId"
          label="单位"
          required
          hint={tooMany(units)}
          choices={[
            { value: '', label: firstChoice(units) },
            ...units.rows.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <p class="acts">
          <button class="btn pri" type="submit">
            下一步
          </button>
        </p>
      </form>
    </section>
  </>
)

type Props = {
  csrf: string
  unit: Unit
  accounts: readonly Account[]
  typed: Readonly<Record<string, string>>
  problem: string | undefined
}

/** 登记线索 of one unit. What was refused comes back as it was typed; a file has to be chosen again. */
export const NewTriggerPage = ({ csrf, unit, accounts, typed, problem }: Props) => (
  <>
    <Head crumb={crumb} title={`登记线索：${unit.name}`} note={sentences.nothingSecret} />
    {problem && <Alert tone="fail" title={problem} />}
    <Alert tone="pend" title={sentences.systemOnlyHints} />
    <form class="card" method="post" action="/accountability/new" enctype="multipart/form-data">
      <div class="in">
        <CsrfField csrf={csrf} />
        <input type="hidden" name="unitId" value={unit.id} />
        <Select
          name="rule"
          label="情形"
          required
          value={typed['rule']}
          choices={[
            { value: '', label: '请选择' },
            ...Object.entries(triggerRules).map(([value, { label, clause }]) => ({
              value,
              label: `${value} ${label}（${clause}）`,
            })),
          ]}
        />
        <Select
          name="accountId"
          label="账号"
          value={typed['accountId']}
          choices={[
            { value: '', label: '单位本身，不涉及具体账号' },
            ...accounts.map(({ id, name, platform }) => ({
              value: id,
              label: `${name}（${platforms[platform].label}）`,
            })),
          ]}
        />
        <Field name="happenedOn" label="发生或发现日期" type="date" required value={typed['happenedOn']} />
        <Field
          name="words"
          label="事实"
          type="textarea"
          required
          maxlength={1000}
          value={typed['words']}
          hint="写明何时、哪个账号、出现什么情况。只写单位和账号，不写人员姓名。"
        />
        <Field
          name="source"
          label="来源"
          required
          maxlength={200}
          value={typed['source']}
          hint="如群众反映、上级转办、巡查发现，有文号的写文号。"
        />
        <Field
          name="file"
          label="证据文件"
          type="file"
          accept=".pdf,.jpg,.jpeg,.png,.webp"
          hint={`${hints.scanFile}文件和链接至少有一项。`}
        />
        <Field name="link" label="证据链接" maxlength={500} value={typed['link']} />
        <p class="acts">
          <button class="btn pri" type="submit">
            登记
          </button>
        </p>
      </div>
    </form>
  </>
)
