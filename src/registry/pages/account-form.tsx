import type { Child } from 'hono/jsx'
import { platformCodes, platforms } from '../../vocabulary/platforms.ts'
import { sentences } from '../../vocabulary/sentences.ts'
import { Alert, CsrfField, Field, type FormValues, Head, SearchBox, Select, type WebContext } from '../../web/index.ts'
import type { FieldChange } from '../annex2/outcome.ts'
import {
  accountFunctions,
  dispositionLabels,
  filingStateLabels,
  functionLabels,
  operatingStatusLabels,
  operationModeLabels,
  purposeLabels,
  readsScopeLabels,
  type RunningState,
  runningStateLabels,
} from '../model.ts'
import type { AccountCard } from '../queries/cards.ts'
import { firstChoice, type PickedUnits, tooMany } from '../picked-units.ts'
import { SHOWN } from '../untouched.ts'
import { Differences } from './differences.tsx'
import { personText } from './people.tsx'

type Props = {
  csrf: string
  /** Absent: a new account. */
  id?: string
  version?: number
  values: FormValues
  errors?: Record<string, string>
  problem?: string | undefined
  c: WebContext
  units: PickedUnits
  runningState?: RunningState
  /** Where the register and what was typed part, after somebody else saved first. */
  differences?: readonly FieldChange[]
  /** What the form showed when it was opened, as `shownField` writes it. */
  shown?: string | undefined
  /** A case or a return has filed it: what was filed is put right by hand only as a slip. */
  isFiled?: boolean
  /** Who is registered now, phones masked. */
  contacts?: AccountCard['contacts']
}

const choicesOf = (labels: Readonly<Record<string, string>>, empty = '未填') => [
  { value: '', label: empty },
  ...Object.entries(labels).map(([value, label]) => ({ value, label })),
]

type FieldOf = (name: string, label: string, more?: Partial<Parameters<typeof Field>[0]>) => Child

/** Where an account stands when it enters the register; what no case has shown is listed as said by who entered it. */
const FirstState = ({ field, value }: { field: FieldOf; value: string }) => (
  <>
    <Select
      name="runningState"
      label="运行状态"
      value={value}
      choices={Object.entries(runningStateLabels).map(([state, label]) => ({ value: state, label }))}
      hint="登记以后由备案事项和关停注销办理改变。"
    />
    {field('stateReason', '不在运行的理由', {
      maxlength: 200,
      hint: '首次登记即为关停、注销的必填；没有备案的，按登记人所述列示，待核验。',
    })}
    {field('ceasedOn', '注销日期', { type: 'date', hint: '登记为“已注销”的必填，填账号在平台上实际注销的日期。' })}
  </>
)

/** A district has hundreds of units: the sponsor is looked for before anything is typed. */
const FindUnit = ({ c, units, action }: { c: WebContext; units: PickedUnits; action: string }) => (
  <section class="card">
    <form class="filter" method="get" action={action}>
      <SearchBox c={c} label="主办单位名称" />
      <button class="btn" type="submit">
        查找单位
      </button>
    </form>
    <p class="in mut">{tooMany(units) ?? '请先查找、选定主办单位，再填写其他内容。'}</p>
  </section>
)

/** Every field of 附件2 and of 附件1's head, asked once. */
export function AccountForm({
  c,
  csrf,
  id,
  version,
  values,
  errors = {},
  problem,
  units,
  runningState = 'running',
  differences,
  shown,
  isFiled = false,
  contacts = [],
}: Props) {
  const text = (name: string) => String(values[name] ?? '')
  const field = (name: string, label: string, more: Partial<Parameters<typeof Field>[0]> = {}) => (
    <Field name={name} label={label} value={text(name)} error={errors[name]} {...more} />
  )
  const now = (duty: string) => {
    const person = contacts.find((contact) => contact.duty === duty)?.person
    return person ? { hint: `现为 ${personText(person)}` } : {}
  }
  return (
    <>
      <Head
        crumb={<a href={id ? `/accounts/${id}` : '/accounts'}>{id ? '返回账号' : '台账'}</a>}
        title={id ? '修改登记' : '登记账号'}
      />
      {problem && <Alert tone="fail" title={problem} />}
      {differences && <Differences what="账号登记" renewed={shown !== undefined} differences={differences} />}
      {units.search !== undefined && (
        <FindUnit c={c} units={units} action={id ? `/accounts/${id}/edit` : '/accounts/new'} />
      )}
      <form class="stackv" method="post" action={id ? `/accounts/${id}/edit` : '/accounts/new'} data-unsaved>
        <CsrfField csrf={csrf} />
        {version !== undefined && <input type="hidden" name="version" value={String(version)} />}
        {shown && <input type="hidden" name={SHOWN} value={shown} />}
        <section class="card">
          <header>
            <h2>账号</h2>
          </header>
          <div class="in row">
            <Select
              name="unitId"
              label="主办单位"
              required
              value={text('unitId')}
              error={errors['unitId']}
              choices={[
                { value: '', label: firstChoice(units) },
                ...units.rows.map((unit) => ({ value: unit.id, label: unit.name })),
              ]}
            />
            {field('name', '名称', { required: true, maxlength: 60, hint: '填写全称。' })}
            <Select
              name="platform"
              label="平台"
              required
              value={text('platform')}
              error={errors['platform']}
              choices={[
                { value: '', label: '请选择' },
                ...platformCodes.map((value) => ({ value, label: platforms[value].label })),
              ]}
            />
            <Select
              name="purpose"
              label="用途"
              value={text('purpose')}
              choices={choicesOf(purposeLabels)}
              hint="单位自报，经监管单位确认后才作为监测依据。"
            />
            {field('identifier', '账号标识', { hint: '微信号、微博昵称编号等平台内的标识。' })}
            {field('profileUrl', '主页链接', { hint: '以 https:// 开头，人工巡查时直接打开。' })}
            {field('certifiedEntity', '认证主体', { hint: '与主办单位不一致的，整改措施选“变更”或说明情况。' })}
            {field('openedOn', '开通时间', { hint: '如 2019年6月、2019-06-03。' })}
            <Select
              name="filingState"
              label="备案状态"
              value={text('filingState')}
              choices={choicesOf(filingStateLabels).slice(1)}
            />
            {field('filingBasis', '已备案的依据', {
              maxlength: 200,
              hint: '手工标为“已备案”的必填：原备案号、文件或名单。由系统受理备案的不必填写。',
            })}
            {isFiled &&
              field('slipReason', '更正笔误的理由', {
                maxlength: 200,
                hint: '已备案账号的主办单位、名称、平台、账号标识、主页链接、认证主体以备案为准，变化的办理变更备案；只有登记笔误在这里更正，理由留痕。',
              })}
            {id === undefined ? <FirstState field={field} value={text('runningState')} /> : null}
            {id !== undefined && (
              <Field
                name="runningStateNow"
                label="运行状态"
                value={runningStateLabels[runningState]}
                readonly
                hint={`由备案事项和关停注销办理改变，不在台账中修改。${runningState === 'deregistered' ? '' : sentences.stillMonitored}`}
              />
            )}
            {runningState === 'deregistered' &&
              field('ceasedOn', '注销日期', {
                type: 'date',
                hint: '账号在平台上实际注销的日期；监测时间点前已注销的月份不再判定。',
              })}
            {field('renamedFrom', '曾用名')}
            {field('renamedOn', '更名日期', { type: 'date' })}
          </div>
        </section>
        <section class="card">
          <header>
            <h2>运营</h2>
          </header>
          <div class="in row">
            {field('operatorUnit', '运营单位', { hint: '填写具体运营的单位名称。' })}
            <Select
              name="operationMode"
              label="运营模式"
              value={text('operationMode')}
              choices={choicesOf(operationModeLabels)}
            />
            {field('budgetYuan', '经费保障（元/年）', { hint: '没有经费填 0。' })}
            {field('pushFrequency', '推送频率', { hint: '如 每周2次、每日1次。' })}
            <Select
              name="hasDedicatedStaff"
              label="有无专人"
              value={text('hasDedicatedStaff')}
              choices={[
                { value: '', label: '未填' },
                { value: 'yes', label: '有' },
                { value: 'no', label: '无' },
              ]}
            />
            {field('staffCount', '运营人数', { type: 'number' })}
            <Select
              name="operatingStatus"
              label="运营状态"
              value={text('operatingStatus')}
              choices={choicesOf(operatingStatusLabels)}
            />
            <Select
              name="disposition"
              label="整改措施"
              value={text('disposition')}
              choices={choicesOf(dispositionLabels)}
            />
            <fieldset class="fld">
              <legend class="lab">基本功能</legend>
              <span class="checks">
                {accountFunctions.map((one) => (
                  <label>
                    <input
                      type="checkbox"
                      name="functions"
                      value={one}
                      checked={[values['functions'] ?? []].flat().includes(one)}
                    />
                    {functionLabels[one]}
                  </label>
                ))}
              </span>
            </fieldset>
          </div>
        </section>
        <section class="card">
          <header>
            <h2>粉丝量与阅读量</h2>
            <p>{sentences.countsNotScored}</p>
          </header>
          <div class="in row">
            {field('followers', '粉丝量', { type: 'number' })}
            {field('followersOn', '粉丝量截至', { type: 'date' })}
            {field('reads', '阅读量', { type: 'number' })}
            {field('readsOn', '阅读量截至', { type: 'date' })}
            <Select
              name="readsScope"
              label="阅读量口径"
              value={text('readsScope')}
              choices={choicesOf(readsScopeLabels)}
            />
          </div>
        </section>
        <section class="card">
          <header>
            <h2>人员</h2>
            <p>{id ? '留空表示不改动；没有此人的，姓名填“无”' : '号码在页面上脱敏显示，查看留痕'}</p>
          </header>
          <div class="in row">
            {field('principalName', '负责人', now('principal'))}
            {field('principalPhone', '负责人联系电话')}
            {field('contactName', '联系人', now('contact'))}
            {field('contactPhone', '联系人联系电话')}
            {field('leaderName', '分管领导', now('leader'))}
            {field('leaderPhone', '分管领导联系方式')}
            {field('adminName', '账号管理员', now('admin'))}
            {field('adminPhone', '账号管理员联系方式')}
            {field('adminQq', '账号管理员 QQ')}
          </div>
        </section>
        <p class="acts">
          <button class="btn pri" type="submit">
            保存
          </button>
          <a class="btn" href={id ? `/accounts/${id}` : '/accounts'}>
            不保存，返回
          </a>
        </p>
      </form>
    </>
  )
}
