import { clauseOf, GUOBAN_31 } from '../papers.ts'
import { defineReported } from '../reported.ts'

/** 31号: no account in the name of a part of a unit, and no operator nobody examined. */
export const openedByPart = defineReported({
  id: 'N-NM-08',
  label: '以内设机构名义新开设',
  class: 'hint',
  level: 'national',
  method: 'human',
  clause: `${GUOBAN_31}：不得以单位内设机构名义新开设；代运营机构须审核能力、明确审核流程与责任人`,
  basis: [clauseOf(GUOBAN_31, '不得以单位内设机构名义新开设', '二手')],
  says: '该账号以单位内设机构名义新开设，或代运营机构未经审核',
  mend: '并入单位账号或注销；代运营机构补办审核。',
})
