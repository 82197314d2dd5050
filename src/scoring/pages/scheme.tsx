import type { Child } from 'hono/jsx'
import { Alert, CsrfField, Field, Head, Select, type WebContext } from '../../web/index.ts'
import type { StoredScheme } from '../queries/years.ts'
import type { Scheme, SchemeItem, SchemeRule } from '../scheme.ts'
import { ADDED_ITEM, type Typed } from '../scheme-form.ts'
import { SchemeMark } from './schemes.tsx'
import { schemeWords } from './words.tsx'

export type SchemeView = {
  c: WebContext
  stored: StoredScheme
  mayEdit: boolean
  mayLock: boolean
  mayCompare: boolean
  /** What may be counted: `kind/code` with its label. */
  countable: readonly { value: string; label: string }[]
  /** Who drew it up. */
  preparedBy: string
  typed: Typed
  problem: string | undefined
  trail: Child
}

const perWords = { event: '每次', count: '每处', account: '每个账号', year: '全年一次' } as const
const capWords = ({ cap, capPerMonth }: SchemeRule) =>
  [capPerMonth !== undefined && `每期最多${capPerMonth}分`, cap !== undefined && `全年最多${cap}分`]
    .filter(Boolean)
    .join('，')

/** One scheme: while it is a draft every number can be changed, afterwards it is read as it was locked. */
export function SchemePage(view: SchemeView) {
  const { c, stored, mayEdit, problem, trail, preparedBy } = view
  const { scheme, year, serial } = stored
  return (
    <>
      <Head
        crumb={<a href="/score/schemes">评分方案</a>}
        title={
          <>
            {scheme.name} <SchemeMark state={stored.state} />
          </>
        }
        note={`${year}年第${serial}版　${stored.paper ?? scheme.basis}　${preparedBy}拟定`}
      >
        {view.mayCompare && (
          <a class="btn" href={`/score/schemes/${stored.id}/compare`}>
            试算比较
          </a>
        )}
      </Head>
      {problem && <Alert tone="fail" title={problem} />}
      <div class="stackv">
        {mayEdit ? (
          <form method="post" action={`/score/schemes/${stored.id}`} class="stackv">
            <CsrfField csrf={c.var.session.csrf} />
            <input type="hidden" name="version" value={String(stored.version)} />
            <Frame {...view} />
            <Rules {...view} />
            <Added {...view} />
          </form>
        ) : (
          <>
            <section class="card">
              <header>
                <h2>总则</h2>
              </header>
              <ul class="in rows">
                {schemeWords(scheme).map((words) => (
                  <li>{words}</li>
                ))}
              </ul>
            </section>
            <Rules {...view} />
          </>
        )}
        {view.mayLock && <LockForm {...view} />}
        {trail}
      </div>
    </>
  )
}

const Frame = ({ stored: { scheme }, typed }: SchemeView) => {
  const value = (name: string, was: string | number | null) => typed[name] ?? (was === null ? '' : String(was))
  return (
    <section class="card">
      <header>
        <h2>总则</h2>
      </header>
      <div class="in">
        <Field name="name" label="方案名称" required value={value('name', scheme.name)} />
        <Field name="basis" label="依据" required value={value('basis', scheme.basis)} />
        <div class="row">
          <Field name="base" label="满分" required value={value('base', scheme.base)} />
          <Field name="pass" label="合格线" required value={value('pass', scheme.gates.pass)} />
          <Select
            name="veto.effect"
            label="单项否决"
            value={value('veto.effect', scheme.veto.effect)}
            choices={[
              { value: 'unqualified', label: '不合格，不再评分' },
              { value: 'unit-points', label: '单位记下列分数' },
              { value: 'account-points', label: '该账号记下列分数' },
            ]}
          />
          <Field name="veto.points" label="单项否决记分" value={value('veto.points', scheme.veto.points)} />
          <Field
            name="bonus.gate"
            label="加分门槛"
            value={value('bonus.gate', scheme.bonus.gate)}
            hint="超过才加分；不填为不设门槛。"
          />
          <Field
            name="bonus.cap"
            label="加分上限"
            value={value('bonus.cap', scheme.bonus.cap)}
            hint="不填为不设上限。"
          />
          <Select
            name="unitFrom"
            label="单位得分"
            value={value('unitFrom', scheme.unitFrom.how)}
            choices={[
              { value: 'mean', label: '账号平均' },
              { value: 'main', label: '主账号与其余账号按比例' },
            ]}
          />
          <Field
            name="main"
            label="主账号所占比例（%）"
            value={value('main', scheme.unitFrom.how === 'main' ? scheme.unitFrom.main : 60)}
          />
          <Select
            name="digits"
            label="保留小数"
            value={value('digits', scheme.rounding.digits)}
            choices={['0', '1', '2'].map((digits) => ({ value: digits, label: `${digits}位` }))}
          />
          <Select
            name="mode"
            label="取整"
            value={value('mode', scheme.rounding.mode)}
            choices={[
              { value: 'round', label: '四舍五入' },
              { value: 'truncate', label: '去尾' },
            ]}
          />
          <Select
            name="ties"
            label="并列（需要名次时）"
            value={value('ties', scheme.ties)}
            choices={[
              { value: 'shared', label: '1、1、3' },
              { value: 'dense', label: '1、1、2' },
            ]}
          />
        </div>
      </div>
    </section>
  )
}

const sections = (scheme: Scheme) => [
  ...scheme.items.map((item, at) => ({ path: `items.${at}`, title: item.label, item, rules: item.rules })),
  { path: 'extra', title: '上级通报另扣', item: undefined, rules: scheme.extra },
  { path: 'bonus', title: '加分', item: undefined, rules: scheme.bonus.rules },
]

const itemNote = ({ level, onlyWith, spreadTo }: SchemeItem, items: readonly SchemeItem[]) =>
  [
    level === 'unit' ? '按单位计' : '按账号计',
    onlyWith &&
      `没有办事入口的不适用，分值${spreadTo?.length ? `平均摊入${spreadTo.map((id) => items.find((one) => one.id === id)?.label ?? id).join('、')}` : '由其余项目按比例折算'}`,
  ]
    .filter(Boolean)
    .join('；')

const Rules = (view: SchemeView) => (
  <>
    {sections(view.stored.scheme).map(({ path, title, item, rules }) => (
      <section class="card">
        <header>
          <h2>{item && !view.mayEdit ? `${title}（${item.points}分）` : title}</h2>
          {item && <p>{itemNote(item, view.stored.scheme.items)}</p>}
        </header>
        {item && view.mayEdit && (
          <div class="in">
            <Field
              name={`${path}.points`}
              label={`${title}分值`}
              required
              value={view.typed[`${path}.points`] ?? String(item.points)}
            />
            <label class="opt">
              <input type="checkbox" name={`${path}.off`} value="yes" checked={view.typed[`${path}.off`] === 'yes'} />
              {`删去“${title}”及其下各条`}
            </label>
          </div>
        )}
        {rules.length > 0 && <RuleTable view={view} path={path} rules={rules} />}
      </section>
    ))}
  </>
)

function RuleTable({
  view: { mayEdit, typed },
  path,
  rules,
}: {
  view: SchemeView
  path: string
  rules: readonly SchemeRule[]
}) {
  const cell = (name: string, label: string, was: number | undefined) => (
    <input
      name={name}
      value={typed[name] ?? (was === undefined ? '' : String(was))}
      aria-label={label}
      size={5}
      inputmode="decimal"
    />
  )
  return (
    <table class="cards">
      <thead>
        <tr>
          <th>计分</th>
          <th>计法</th>
          <th class="r">分值</th>
          <th>封顶</th>
          {mayEdit && <th>删去</th>}
        </tr>
      </thead>
      <tbody>
        {rules.map((rule, at) => {
          const name = `${path}.rules.${at}`
          return (
            <tr>
              <td class="t">{rule.label}</td>
              <td data-l="计法">{perWords[rule.per]}</td>
              <td class="num r" data-l="分值">
                {mayEdit ? cell(`${name}.points`, `${rule.label}分值`, rule.points) : rule.points}
              </td>
              <td data-l="封顶">
                {mayEdit ? (
                  <>
                    {'每期 '}
                    {cell(`${name}.capPerMonth`, `${rule.label}每期封顶`, rule.capPerMonth)}
                    {' 全年 '}
                    {cell(`${name}.cap`, `${rule.label}全年封顶`, rule.cap)}
                  </>
                ) : (
                  capWords(rule) || '—'
                )}
              </td>
              {mayEdit && (
                <td data-l="删去">
                  <input
                    type="checkbox"
                    name={`${name}.off`}
                    value="yes"
                    checked={typed[`${name}.off`] === 'yes'}
                    aria-label={`删去${rule.label}`}
                  />
                </td>
              )}
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

const Added = ({ stored: { scheme }, countable, typed }: SchemeView) => (
  <>
    <section class="card">
      <header>
        <h2>另加项目</h2>
        <p>各项目分值合计应等于满分，另加、删去项目时请同时调整其余项目的分值。</p>
      </header>
      <div class="in">
        <Field name="item.label" label="项目名称" value={typed['item.label']} hint="不加的留空。" />
        <Field name="item.points" label="项目分值" value={typed['item.points'] ?? '5'} />
        <Select
          name="item.level"
          label="怎样计"
          value={typed['item.level']}
          choices={[
            { value: 'unit', label: '按单位计' },
            { value: 'account', label: '按账号计' },
          ]}
        />
      </div>
    </section>
    <section class="card">
      <header>
        <h2>另加一条</h2>
      </header>
      <div class="in">
        <Field name="add.label" label="名称" value={typed['add.label']} hint="不加的留空。" />
        <Select
          name="add.section"
          label="放在"
          value={typed['add.section']}
          choices={[
            ...sections(scheme).map(({ path, title }) => ({ value: path, label: title })),
            { value: ADDED_ITEM, label: '新加的项目' },
          ]}
        />
        <Select
          name="add.match"
          label="计什么"
          value={typed['add.match']}
          choices={[{ value: '', label: '请选择' }, ...countable]}
        />
        <Field name="add.points" label="分值" value={typed['add.points'] ?? '1'} />
        <Select
          name="add.per"
          label="计法"
          value={typed['add.per']}
          choices={Object.entries(perWords).map(([value, label]) => ({ value, label }))}
        />
        <p class="acts">
          <button class="btn pri" type="submit">
            核对并保存
          </button>
        </p>
      </div>
    </section>
  </>
)

const LockForm = ({ c, stored, typed }: SchemeView) => (
  <section class="card">
    <header>
      <h2>锁定方案</h2>
    </header>
    <form class="in" method="post" action={`/score/schemes/${stored.id}/lock`}>
      <CsrfField csrf={c.var.session.csrf} />
      <input type="hidden" name="version" value={String(stored.version)} />
      <p class="mut">锁定后不能再改。拟定人不能自己锁定。</p>
      <Field name="paper" label="审定文件" required value={typed['paper']} hint="写明文件名称和文号。" />
      <p class="acts">
        <button class="btn pri" type="submit">
          锁定
        </button>
      </p>
    </form>
  </section>
)
