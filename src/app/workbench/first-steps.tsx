import { type Action, may } from '../../access/index.ts'
import type { WebContext } from '../../web/index.ts'
import type { LedgerCounts } from './queries.ts'

type Step = { name: string; note: string; href: string; action: Action; done: boolean }

/** The way of a new installation to its first report; each step is a link for who may take it. */
export function FirstSteps({ c, counts }: { c: WebContext; counts: LedgerCounts }) {
  const steps = stepsOf(counts)
  const now = steps.findIndex(({ done }) => !done)
  const target = { districtId: c.var.session.districtId }
  return (
    <>
      <p class="prose gap">本区还没有监测记录，按以下次序办理，最后一步得到季度报告。</p>
      <ol class="steps" aria-label="初次使用">
        {steps.map(({ name, note, href, action, done }, at) => (
          <li class={done ? 'done' : at === now ? 'now' : undefined} aria-current={at === now ? 'step' : undefined}>
            <b>{may(c.var.actor, action, target) && !done ? <a href={href}>{name}</a> : name}</b>
            <small>{done ? '已完成' : note}</small>
          </li>
        ))}
      </ol>
    </>
  )
}

const stepsOf = (counts: LedgerCounts): Step[] => [
  {
    name: '建立用户',
    note: '监管员、复核员至少各一人',
    href: '/users',
    action: 'users.manage',
    done: counts.users > 2,
  },
  { name: '导入附件2', note: '单位和账号台账', href: '/imports', action: 'ledger.import', done: counts.accounts > 0 },
  { name: '导入发布数据', note: '当月各账号发布', href: '/imports', action: 'posts.import', done: counts.posts },
  { name: '开展判定', note: '按月末24:00', href: '/months', action: 'check.run', done: counts.checks },
  { name: '人工复核', note: '逐条确认或排除', href: '/review', action: 'review.decide', done: false },
  { name: '编制报告', note: '按季度', href: '/reports', action: 'report.compile', done: counts.reports },
]
