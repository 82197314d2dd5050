import type { Db } from '../database/index.ts'
import { breakLabels, type ChainVerdict, hashAt, systemChain } from '../trail/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import type { ChainEnd, Checkpoint } from './model.ts'
import { checkpointOf, keptEnds } from './queries.ts'

/** One chain against what a page says of it. `why` is for people; empty where it holds. */
export type ComparedChain = ChainEnd & { holds: boolean; why: string }

/** `paper`: whether the paper of the page is here as the page says, and if not, how. */
export type Comparison = { holds: boolean; chains: ComparedChain[]; paper: { holds: boolean; why: string } }

/**
 * Whether the trail still begins with the very links that a 核验页 was taken over. `verdicts`: the chains recomputed from
 * their first link, which alone makes the hash at a place speak for all before it. Refuses `checkpoint.foreign-district`.
 */
export async function compareTrail(
  db: Db,
  checkpoint: Checkpoint,
  verdicts: readonly ChainVerdict[],
): Promise<Comparison> {
  const { districtId } = checkpoint
  if (!verdicts.some((one) => one.districtId === districtId))
    throw refuse('checkpoint.foreign-district', { district: districtId })
  const chains: ComparedChain[] = []
  for (const end of checkpoint.chains) {
    const why = await differenceOf(
      db,
      end,
      verdicts.find((one) => one.districtId === end.chainId),
    )
    chains.push({ ...end, holds: why === '', why })
  }
  const why = await paperDiffers(db, checkpoint)
  return { holds: why === '' && chains.every(({ holds }) => holds), chains, paper: { holds: why === '', why } }
}

async function differenceOf(db: Db, end: ChainEnd, verdict: ChainVerdict | undefined): Promise<string> {
  const { chainId, size } = end
  if (!verdict) return '整条链已不在本系统中'
  if (!verdict.whole && verdict.brokenAt <= size) return `第 ${verdict.brokenAt} 条不对：${breakLabels[verdict.why]}`
  if (verdict.size < size)
    return `现在只有 ${verdict.size} 条，比核验页所载的 ${size} 条少，第 ${verdict.size + 1} 条起缺失`
  const now = await hashAt(db, chainId, size)
  if (now === undefined) return `第 ${size} 条缺失`
  if (now === end.hash) return ''
  return `前 ${size} 条与核验页不一致，${await narrowed(db, end)}有改动，并且事后重新接续过`
}

// Pages taken earlier that still hold show up to where the history is the old one.
async function narrowed(db: Db, end: ChainEnd): Promise<string> {
  let held = 0
  for (const { size, hash } of await keptEnds(db, end.chainId)) {
    if (size >= end.size) break
    if ((await hashAt(db, end.chainId, size)) !== hash) return `第 ${held + 1} 条至第 ${size} 条之间`
    held = size
  }
  return held + 1 === end.size ? `第 ${end.size} 条` : `第 ${held + 1} 条至第 ${end.size} 条之间`
}

// What was rewritten behind the page leaves the links before it alone, but not the paper it was taken for.
async function paperDiffers(db: Db, { districtId, paper, files }: Checkpoint): Promise<string> {
  const kept = await checkpointOf(db, districtId, paper)
  if (!kept) return '本系统没有为这份文件出具过核验页的登记'
  const digestOf = new Map(kept.files.map(({ format, sha256 }) => [format, sha256]))
  const other = files.filter(({ format, sha256 }) => digestOf.get(format) !== sha256).map(({ format }) => format)
  if (other.length > 0) return `本系统登记的${other.join('、')}文件摘要与核验页不一致`
  return kept.paper.title === paper.title && kept.paper.number === paper.number
    ? ''
    : '本系统登记的标题或文号与核验页不一致'
}

/** What a chain is called for people. */
export const chainName = (chainId: string) => (chainId === systemChain ? '系统链' : `地区 ${chainId}`)
