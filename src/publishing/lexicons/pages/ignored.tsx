import { kindLabels, standardRules } from '../../../textcheck/index.ts'
import { CsrfField, Empty, Head } from '../../../web/index.ts'
import type { Decision } from '../queries.ts'
import { ListTabs } from './lists.tsx'

type Props = {
  csrf: string
  decisions: readonly Decision[]
  unitName: (id: string) => string
  personName: (id: string) => string
  reasons: ReadonlyMap<string, string>
  minute: (at: Decision['decidedAt']) => string
  mayUndo: (decision: Decision) => boolean
}

/** 已忽略的提示: what a check says no more, why, who said so, and the way back. */
export const IgnoredPage = ({ csrf, decisions, ...told }: Props) => (
  <>
    <Head title="词库和名单" note="审核人认定可以保留的提示，只在所列范围内不再出现；撤回后重新提示。" />
    <ListTabs current="ignored" />
    <section class="card">
      {decisions.length === 0 ? (
        <Empty title="没有忽略的提示">在“文字检查”里认定可以保留的，列在这里。</Empty>
      ) : (
        <IgnoredLines csrf={csrf} decisions={decisions} action="/lexicons/ignored" {...told} />
      )}
    </section>
  </>
)

// What kind of hint it was; which line of which list said it tells nobody anything.
function ruleWords(rule: string): string {
  const [name] = rule.split(':')
  if (name === 'lexicon' || name === 'typo') return kindLabels[name]
  const found = standardRules.find(({ id }) => id === rule)
  return found ? kindLabels[found.kind] : ''
}

export const IgnoredLines = ({
  csrf,
  decisions,
  action,
  unitName,
  personName,
  reasons,
  minute,
  mayUndo,
}: Props & { action: string }) => (
  <table class="cards">
    <thead>
      <tr>
        <th>文字</th>
        <th>范围</th>
        <th>理由</th>
        <th>认定</th>
        <th class="r">办理</th>
      </tr>
    </thead>
    <tbody>
      {decisions.map((decision) => (
        <tr>
          <td class="t full">
            <b>{decision.observed}</b>
            <small>{ruleWords(decision.rule)}</small>
          </td>
          <td data-l="范围">{decision.unitId === null ? '全区' : unitName(decision.unitId)}</td>
          <td data-l="理由">{reasons.get(decision.reasonId) ?? '已删除'}</td>
          <td data-l="认定">
            {personName(decision.decidedBy)}
            <small class="num">{minute(decision.decidedAt)}</small>
          </td>
          <td class="r">
            {mayUndo(decision) && (
              <form method="post" action={`${action}/${decision.id}/undo`}>
                <CsrfField csrf={csrf} />
                <button class="btn sm" type="submit" aria-label={`撤回对“${decision.observed}”的忽略`}>
                  撤回
                </button>
              </form>
            )}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
)
