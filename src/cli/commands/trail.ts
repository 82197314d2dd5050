import { permit } from '../../access/index.ts'
import { breakLabels, systemChain, verifyTrail } from '../../trail/index.ts'
import { defineCommand } from '../command.ts'

/** Recomputes all chains; exit code 1 names the first broken link. */
export const trailVerify = defineCommand({
  operands: '',
  summary: '核验留痕链是否完整',
  options: {},
  async run({ deps, actor, out, json, values }) {
    const named = typeof values['district'] === 'string' ? values['district'] : undefined
    if (actor.kind === 'user') permit(actor, 'trail.verify', { districtId: named ?? actor.districtId ?? systemChain })
    const chains = await verifyTrail(deps.db, named)
    if (json) out.result(JSON.stringify({ whole: chains.every(({ whole }) => whole), chains }))
    for (const chain of json ? [] : chains) {
      const name = chain.districtId === systemChain ? '系统链' : `地区 ${chain.districtId}`
      out.result(
        chain.whole
          ? `${name}：完整，共 ${chain.size} 条，末条摘要 ${chain.hash}`
          : `${name}：从第 ${chain.brokenAt} 条起断裂，${breakLabels[chain.why]}。请立即封存数据目录并报告审计人员。`,
      )
    }
    return chains.every(({ whole }) => whole) ? 0 : 1
  },
})
