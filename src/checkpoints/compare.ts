import { formatMinute, type Instant } from '../calendar/index.ts'
import type { Db } from '../database/index.ts'
import { breakLabels, type ChainVerdict, hashAt, systemChain } from '../trail/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import type { ChainEnd, Checkpoint } from './model.ts'
import { checkpointOf, keptEnds, newerOf } from './queries.ts'

/**
 * One chain against what a page says of it. `why` is for people; empty where it holds. `since`: what is broken behind the
 * links that the page speaks of; empty where nothing is.
 */
export type ComparedChain = ChainEnd & { holds: boolean; why: string; since: string }

/** `paper`: whether the paper of the page is here as the page says, and if not, how; `newer`: that of a later version was issued, which. */
export type Comparison = {
  holds: boolean
  chains: ComparedChain[]
  paper: { holds: boolean; why: string }
  newer?: { version: number; takenAt: Instant }
}

/** What is said of a page whose paper has a later version. */
export const newerWords = ({ version, takenAt }: NonNullable<Comparison['newer']>): string =>
  `该文件已有第 ${version} 版（${formatMinute(takenAt)} 出具核验页），以新版为准。`

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
    const verdict = verdicts.find((one) => one.districtId === end.chainId)
    const why = await differenceOf(db, end, verdict)
    chains.push({ ...end, holds: why === '', why, since: why === '' && verdict ? brokenWords(verdict) : '' })
  }
  const why = await paperDiffers(db, checkpoint)
  const newer = await newerOf(db, checkpoint)
  return {
    holds: why === '' && chains.every(({ holds }) => holds),
    chains,
    paper: { holds: why === '', why },
    ...(newer && { newer }),
  }
}

const brokenWords = (verdict: ChainVerdict) =>
  verdict.whole ? '' : `第 ${verdict.brokenAt} 条不对：${breakLabels[verdict.why]}`

async function differenceOf(db: Db, end: ChainEnd, verdict: ChainVerdict | undefined): Promise<string> {
  const { chainId, size } = end
  if (!verdict) return '整条链已不在本系统中'
  if (!verdict.whole && verdict.brokenAt <= size) return brokenWords(verdict)
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

// What was rewritten behind the page leaves the links before it alone, but not what is kept of the paper and its page.
async function paperDiffers(db: Db, { districtId, paper, files, chains, takenAt }: Checkpoint): Promise<string> {
  const kept = await checkpointOf(db, districtId, paper)
  if (!kept) return '本系统没有为这份文件出具过核验页的登记'
  const other = unlike(filesOf({ files }), filesOf(kept))
  if (other.length > 0) return `本系统登记的${other.join('、')}文件摘要与核验页不一致`
  if (kept.paper.title !== paper.title || kept.paper.number !== paper.number)
    return '本系统登记的标题或文号与核验页不一致'
  // Of one page two tales: this one, or what is kept, was made afterwards.
  return kept.takenAt === takenAt && unlike(endsOf({ chains }), endsOf(kept)).length === 0
    ? ''
    : '本系统登记的出具时间或留痕摘要与核验页不一致'
}

const filesOf = ({ files }: Pick<Checkpoint, 'files'>) => new Map(files.map(({ format, sha256 }) => [format, sha256]))
const endsOf = ({ chains }: Pick<Checkpoint, 'chains'>) =>
  new Map(chains.map(({ chainId, size, hash }) => [chainId, `${size}/${hash}`]))

/** What one names and the other doesn't, or names otherwise. */
const unlike = (one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): string[] =>
  [...new Set([...one.keys(), ...other.keys()])].filter((key) => one.get(key) !== other.get(key))

/** What a chain is called for people. */
export const chainName = (chainId: string) => (chainId === systemChain ? '系统链' : `地区 ${chainId}`)
