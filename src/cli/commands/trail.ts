import { basename } from 'node:path'
import { permit } from '../../access/index.ts'
import { formatMinute } from '../../calendar/index.ts'
import {
  chainName,
  type Comparison,
  compareTrail,
  newerWords,
  type ReadCheckpoint,
  readCheckpoint,
} from '../../checkpoints/index.ts'
import { breakLabels, type ChainVerdict, systemChain, verifyTrail } from '../../trail/index.ts'
import { defineCommand, type Output } from '../command.ts'
import { readInput } from '../input.ts'

const seal = '请立即封存数据目录并报告审计人员。'

/** Recomputes all chains; exit code 1 names the first broken link, or what differs from a 核验页. */
export const trailVerify = defineCommand({
  operands: '',
  summary: '核验留痕链是否完整，与核验页是否一致',
  options: { against: { type: 'string' } },
  optionHelp: { against: '核验页（PDF、扫描件、照片或复制的核验数据），或已签发文件的原件' },
  async run({ deps, actor, out, json, values }) {
    const named = typeof values['district'] === 'string' ? values['district'] : undefined
    if (actor.kind === 'user') permit(actor, 'trail.verify', { districtId: named ?? actor.districtId ?? systemChain })
    const path = typeof values['against'] === 'string' ? values['against'] : undefined
    const read =
      path === undefined
        ? undefined
        : await readCheckpoint(deps.db, { name: basename(path), bytes: await readInput(path) })
    const verified = await verifyTrail(deps.db, read ? undefined : named)
    const against = read && (await compareTrail(deps.db, read.checkpoint, verified))
    // A page is of two chains, the district's and the installation's: another district's says nothing of it.
    const ofPage = read && [read.checkpoint.districtId, systemChain]
    const chains = ofPage ? verified.filter(({ districtId }) => ofPage.includes(districtId)) : verified
    const whole = chains.every((chain) => chain.whole)
    if (json) {
      const compared = read &&
        against && { ...against, source: read.source, takenAt: read.checkpoint.takenAt, of: read.checkpoint.paper }
      out.result(JSON.stringify({ whole, chains, ...(compared && { against: compared }) }))
    } else {
      sayChains(out, chains)
      if (read && against) sayComparison(out, read, against, whole)
    }
    return whole && (against?.holds ?? true) ? 0 : 1
  },
})

function sayChains(out: Output, chains: readonly ChainVerdict[]): void {
  for (const chain of chains) {
    const name = chainName(chain.districtId)
    out.result(
      chain.whole
        ? `${name}：完整，共 ${chain.size} 条，末条摘要 ${chain.hash}`
        : `${name}：从第 ${chain.brokenAt} 条起断裂，${breakLabels[chain.why]}。${seal}`,
    )
  }
}

function sayComparison(
  out: Output,
  { checkpoint, source }: ReadCheckpoint,
  { holds, chains, paper, newer }: Comparison,
  whole: boolean,
): void {
  const { title, number, version } = checkpoint.paper
  out.result(
    `核验页：${title}${number === undefined ? '' : ` ${number}`} 第 ${version} 版，${formatMinute(checkpoint.takenAt)} 出具`,
  )
  for (const { chainId, size, why } of chains)
    out.result(`${chainName(chainId)}：${why === '' ? `前 ${size} 条与核验页一致` : `${why}。${seal}`}`)
  if (newer) out.result(newerWords(newer))
  if (!paper.holds) out.result(`文件登记：${paper.why}。${seal}`)
  if (holds && whole) out.result('结论：自核验页出具以来，此前的留痕没有被改写。')
  if (holds && source === 'page') out.say('本结论只关乎留痕。文件有没有被改动，请提交文件原件核对。')
  if (source === 'kept')
    out.say(
      '提交的是文件原件，对照的是系统内存放的核验页。能改写留痕的人也可能改写它；请再用系统外留存的核验页核验一次。',
    )
}
