import { Field, Select } from '../../web/index.ts'
import type { Scheme, SchemeItem, SchemeRule } from '../scheme.ts'
import { ADDED_ITEM } from '../scheme-form.ts'
import type { SchemeView } from './scheme.tsx'

const perWords = { event: '每次', count: '每处', account: '每个账号', year: '全年一次' } as const
const capWords = ({ cap, capPerMonth }: SchemeRule) =>
  [capPerMonth !== undefined && `每期最多${capPerMonth}分`, cap !== undefined && `全年最多${cap}分`]
    .filter(Boolean)
    .join('，')

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

/** The items of a scheme with their rules, to be changed while it is a draft. */
export const Rules = (view: SchemeView) => (
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

/** One more item and one more rule, kept with the rest. */
export const Added = ({ stored: { scheme }, countable, typed }: SchemeView) => (
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
