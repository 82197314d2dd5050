import { may } from '../../access/index.ts'
import {
  Empty,
  type Mark,
  Pager,
  pageFrom,
  pageSize,
  Select,
  SilentDays,
  type UpdateLimits,
  Status,
  type WebContext,
  withQuery,
} from '../../web/index.ts'
import { updateLimits } from '../indicators/silence.ts'
import type { ReviewedAccount } from '../reviewed.ts'
import type { ReviewedVerdict } from '../rules.ts'
import type { MonthView } from './month.tsx'
import { platformLabel, verdictMarks } from './words.ts'

type Choice = ReviewedVerdict | 'warned'
const choiceLabels: Readonly<Record<Choice, string>> = {
  unqualified: '不合格',
  pending: '待复核',
  unknown: '暂不判定',
  warned: '合格中预警',
  qualified: '合格',
}

const isChoice = (text: string | undefined): text is Choice => text !== undefined && Object.hasOwn(choiceLabels, text)
const fits = (choice: Choice) => (account: ReviewedAccount) =>
  choice === 'warned' ? account.verdict === 'qualified' && account.warned : account.verdict === choice

/** 账号判定: every account of the month, by verdict, with the days since its last update. */
export function AccountTable({ c, view }: { c: WebContext; view: MonthView }) {
  const asked = c.req.query('verdict')
  const choice = isChoice(asked) ? asked : undefined
  const accounts = choice ? view.accounts.filter(fits(choice)) : view.accounts
  const page = pageFrom(c)
  const limits = view.rules && updateLimits(view.rules.thresholds)
  return (
    <section class="card" id="accounts">
      <header>
        <h2>账号判定</h2>
        <p>{`${accounts.length} 个账号　“合格中预警”仍为合格`}</p>
      </header>
      <form class="filter" method="get" action={`/months/${view.month}#accounts`}>
        <Select
          name="verdict"
          label="判定"
          bare
          value={choice ?? ''}
          choices={[
            { value: '', label: '全部判定' },
            ...Object.entries(choiceLabels).map(([value, label]) => ({ value, label })),
          ]}
        />
        <button class="btn" type="submit">
          筛选
        </button>
        {choice && <a href={`${withQuery(c, { verdict: undefined, page: undefined })}#accounts`}>清除筛选</a>}
      </form>
      {accounts.length === 0 ? (
        <Empty title="没有这一类账号">换一种判定，或清除筛选。</Empty>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              <th>账号</th>
              <th>主办单位</th>
              <th>平台</th>
              <th>未更新天数</th>
              <th>判定</th>
            </tr>
          </thead>
          <tbody>
            {accounts
              .slice((page - 1) * pageSize, page * pageSize)
              .map((account) => limits && <AccountLine c={c} account={account} limits={limits} month={view.month} />)}
          </tbody>
        </table>
      )}
      <Pager c={c} page={page} total={accounts.length} />
    </section>
  )
}

type LineProps = { c: WebContext; account: ReviewedAccount; limits: UpdateLimits; month: string }

function AccountLine({ c, account, limits, month }: LineProps) {
  const { mark, word } = shownVerdict(account)
  const reviews =
    account.verdict === 'pending' && may(c.var.actor, 'review.read', { districtId: c.var.session.districtId })
  return (
    <tr>
      <td class="t">
        <a class="nm" href={`/accounts/${account.accountId}`}>
          {account.accountName}
        </a>
      </td>
      <td data-l="单位">
        <a href={`/units/${account.unitId}`}>{account.unitName}</a>
      </td>
      <td data-l="平台">{platformLabel(account.platform)}</td>
      <td class="full">
        <Days account={account} limits={limits} />
      </td>
      <td class="s">
        {reviews ? (
          <a href={`/review?month=${month}&account=${account.accountId}`}>
            <Status mark={mark} word={word} />
          </a>
        ) : (
          <Status mark={mark} word={word} />
        )}
      </td>
    </tr>
  )
}

// 预警 is no verdict of its own: it stands beside 合格, in the same words.
const shownVerdict = ({ verdict, warned }: ReviewedAccount): { mark: Mark; word: string } =>
  verdict === 'qualified' && warned ? { mark: 'warn', word: choiceLabels.warned } : verdictMarks[verdict]

// What a person dismissed stands in plain words beside 合格, and in no alarming colour.
// No number of days means three different things; none of them is 0.
export function Days({ account, limits }: Pick<LineProps, 'account' | 'limits'>) {
  if (account.silenceDismissed && account.verdict !== 'unknown')
    return (
      <span class="mut">{`${account.silentDays === null ? '未见发布' : `${account.silentDays} 天`}　线索已排除`}</span>
    )
  if (account.silentDays !== null || account.verdict === 'unknown')
    return (
      <SilentDays
        days={account.verdict === 'unknown' ? undefined : (account.silentDays ?? undefined)}
        limits={limits}
      />
    )
  return <span class="mut">{account.verdict === 'qualified' ? '不以更新判定' : '未见发布过内容'}</span>
}
