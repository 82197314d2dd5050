import type { Deps } from '../../access/index.ts'
import { checkStored, type StoredFault } from '../../files/index.ts'
import type { Finding } from './finding.ts'

const NEWEST = 200
const NAMED = 5
const words = { missing: '不见了', size: '长度不对', content: '内容被改动或损坏' } as const satisfies Record<
  StoredFault['why'],
  string
>

/** Whether kept files (scans, evidence) lie on the disk as they were kept; all of them are opened where that is asked for. */
export async function evidenceFinding(deps: Deps, isAll: boolean): Promise<Finding> {
  const what = '证据文件'
  const { files, read, faults } = await checkStored(deps, isAll ? 'all' : NEWEST)
  const looked = `${files} 份都在、长度相符，${isAll ? '' : '最近的 '}${read} 份逐字节核对无误`
  if (faults.length === 0)
    return {
      level: 'ok',
      what,
      detail: files === 0 ? '还没有保存过文件' : `${looked}${isAll ? '' : '；全部逐字节核对请加 --files'}`,
    }
  const some = faults.slice(0, NAMED).map(({ path, name, why }) => `“${name}”${words[why]}（${path}）`)
  return {
    level: 'problem',
    what,
    detail: `${faults.length} 份与保存时不符：${some.join('；')}${faults.length > NAMED ? '等' : ''}。不要删除或改动其余文件；请把最近一份完整的备份恢复到另一个目录，从其 files 文件夹取同名文件放回原处，再检查一次`,
  }
}
