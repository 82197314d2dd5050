import { duties, dutyLabels } from '../../../registry/index.ts'
import { defineIndicator, fail, hasCeased, notApplicable, pass, unknown } from '../define.ts'

/** 一把手抓总，分管领导负责，工作人员落实: a fact of the unit. People never entered are unknown, never "incomplete". */
export const responsiblePeople = defineIndicator({
  id: 'D-JS-10',
  label: '责任人不全',
  class: 'deduction',
  level: 'district',
  method: 'system',
  about: 'unit',
  restsOnCollection: false,
  needs: ['duties'],
  ledger: { account: [], unit: duties },
  clause:
    '《关于加强和规范全区政务新媒体建设管理应用有关工作的通知》三：行政一把手为第一责任人，分管领导为直接责任人，并安排专业人员负责',
  basis: [
    {
      source: '《关于加强和规范全区政务新媒体建设管理应用有关工作的通知》三',
      clause: '明确行政一把手为第一责任人，分管领导为直接责任人，并安排专业人员负责',
      certainty: '原文',
    },
  ],
  judge({ account }) {
    if (hasCeased(account)) return notApplicable('账号已注销')
    const labelled = (state: string) =>
      duties.filter((duty) => account.duties[duty] === state).map((duty) => dutyLabels[duty])
    const [vacant, notSaid] = [labelled('vacant'), labelled('unknown')]
    if (vacant.length > 0) return fail({ vacant }, { wouldChange: `单位明确并登记${vacant.join('、')}。` })
    if (notSaid.length > 0) return unknown({ notSaid }, `在台账登记${notSaid.join('、')}（没有的注明空缺）后即可判定。`)
    return pass({ vacant: [] })
  },
  reasons: {
    dismiss: ['责任人已明确，台账登记有误，已更正', '账号在监测时间点前已完成注销'],
    'needs-evidence': ['须由单位报送三级责任人名单'],
  },
  particulars: ({ vacant }) => (Array.isArray(vacant) ? `${vacant.join('、')}空缺` : ''),
  sentence: ({ vacant }) => `该单位${Array.isArray(vacant) ? vacant.join('、') : '责任人'}空缺，责任人不全。`,
})
