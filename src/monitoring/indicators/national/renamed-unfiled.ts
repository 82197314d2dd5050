import { civilDate, daysBetween, formatDayZh } from '../../../calendar/index.ts'
import type { Facts } from '../../model.ts'
import { defineIndicator, fail, hasCeased, notApplicable, pass, unknown } from '../define.ts'
import { clauseOf, GUOBANFA_123 } from '../papers.ts'

/** 变更应向主管单位备案: an account that bears another name than the one it was filed under. */
export const renamedUnfiled = defineIndicator({
  id: 'N-123-04',
  label: '更名未备案',
  class: 'deduction',
  level: 'national',
  method: 'system-and-human',
  about: 'account',
  restsOnCollection: true,
  needs: ['renamed'],
  clause: `${GUOBANFA_123} 四（一）：开设、变更、关停、注销应向主管单位备案`,
  basis: [clauseOf(`${GUOBANFA_123} 四（一）`, '开设、变更、关停、注销应向主管单位备案', '原文')],
  judge({ account, checkpoint, brought: { renamed } }) {
    if (hasCeased(account)) return notApplicable('账号已注销')
    if (!renamed) return unknown({ renamedOn: null }, '核对平台上的名称与备案名称后即可判定。')
    if ('seenOn' in renamed) return pass({ nameSeenOn: renamed.seenOn })
    const { on, filedOn, seenName, filedName } = renamed
    const names: Facts = seenName === undefined ? {} : { seenName, filedName: filedName ?? null }
    if (filedOn === null) return unknown({ renamedOn: on, filedOn: null, ...names }, '核对变更备案材料后即可判定。')
    if (filedOn !== undefined) return pass({ renamedOn: on, filedOn, ...names })
    return fail(
      { renamedOn: on, daysSince: daysBetween(on, checkpoint), ...names },
      { wouldChange: '单位补办变更备案，或改回备案名称。' },
    )
  },
  reasons: {
    dismiss: ['变更已备案，台账登记有误，已更正', '平台显示名称未变，采集有误'],
    'needs-evidence': ['须核对变更备案材料'],
  },
  sentence: ({ renamedOn, seenName, filedName }) => {
    const to = typeof seenName === 'string' ? `由“${String(filedName)}”更名为“${seenName}”` : '更名'
    return `该账号${typeof renamedOn === 'string' ? `于${formatDayZh(civilDate(renamedOn))}前后` : ''}${to}，未按规定办理变更备案。`
  },
})
