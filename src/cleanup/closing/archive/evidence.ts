import type { Deps } from '../../../access/index.ts'
import { erasedWhyLabels, evidenceKinds, heldEvidence, type HeldEvidence } from '../../../collection/index.ts'
import type { Tx } from '../../../database/index.ts'
import { type CsvValue, writeCsv } from '../../../documents/index.ts'
import { maskNumbers } from '../../../vocabulary/personal-numbers.ts'
import { bearsSecrecyMark } from '../../../vocabulary/secrecy-mark.ts'
import { minuteOf } from './masked.ts'
import { type Part, whole } from './parts.ts'

const heads = [
  '序号',
  '证据',
  '类别',
  '来源',
  '网址',
  '实际网址',
  '状态码',
  '首次见到',
  '最后见到',
  '次数',
  'SHA-256',
  'SM3',
  '全部应答SHA-256',
  '时间戳',
  '时间戳签发',
  '归档包内位置',
  '说明',
]

/**
 * Kept evidence, what was seen last first, each opened and verified on its own, then the list of all with their digests.
 * Numbers that name a person are masked, as everywhere in the package; the digests are of the text as it was kept, so
 * that what was not masked can be held against them, and against its time stamp.
 */
export async function* evidenceParts(
  tx: Tx,
  deps: Deps,
  of: { districtId: string; accountId: string },
): AsyncGenerator<Part> {
  const all = await heldEvidence(tx, deps, of)
  const rows: CsvValue[][] = [heads]
  for (const [at, one] of all.entries()) {
    const name = `证据/${String(at + 1).padStart(4, '0')}`
    const taken = await textOf(one)
    if ('text' in taken) yield whole(`${name}.txt`, taken.text)
    const token = await one.token()
    if (token) yield whole(`${name}.tsr`, token)
    rows.push(rowOf(one, at + 1, 'text' in taken ? `${name}.txt` : null, taken.says))
  }
  yield whole('证据清单.csv', writeCsv(rows))
}

type Taken = { text: string; says: string } | { says: string }

async function textOf(one: HeldEvidence): Promise<Taken> {
  const opened = await one.open()
  if (opened.state === 'erased')
    return { says: `已删除：${one.erased ? erasedWhyLabels[one.erased.because] : '按规定'}` }
  if (opened.state === 'damaged') return { says: '保存的原件已损坏，与摘要不符，未收入' }
  if (bearsSecrecyMark(opened.document)) return { says: '疑似涉密，未收入，按规定移交' }
  const text = maskNumbers(opened.document)
  return {
    text,
    says: text === opened.document ? '原样收入，与SHA-256、SM3相符' : '已隐去号码，摘要属于系统中的原件',
  }
}

const rowOf = (one: HeldEvidence, number: number, path: string | null, says: string): CsvValue[] => [
  number,
  one.id,
  evidenceKinds[one.kind],
  one.source,
  one.url,
  one.finalUrl,
  one.status,
  minuteOf(one.observedAt),
  minuteOf(one.lastSeenAt),
  one.times,
  one.sha256,
  one.sm3,
  one.replySha256,
  one.stamp?.stampedAt ? minuteOf(one.stamp.stampedAt) : null,
  one.stamp ? `${one.stamp.authority}${one.stamp.state === 'failed' ? '（未取得）' : ''}` : null,
  path,
  says,
]
