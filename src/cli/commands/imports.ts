import { permit } from '../../access/index.ts'
import { formatMinute } from '../../calendar/index.ts'
import { latestImports, undoImport } from '../../collection/index.ts'
import { isUuid } from '../../database/index.ts'
import { restingOnDays } from '../../reporting/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { defineCommand } from '../command.ts'

/** Takes a whole import back. The number of an import is printed by `import posts --json` and by `import list`. */
export const undoImportCommand = defineCommand({
  operands: 'IMPORT',
  summary: '撤销一次采集文件的导入',
  options: { reason: { type: 'string' } },
  optionHelp: { reason: '撤销原因，记入留痕' },
  async run({ deps, actor, values, positionals, district, out, json }) {
    const importId = positionals[0] ?? ''
    if (!isUuid(importId)) throw refuse('record.not-found', { what: '导入' })
    const reason = typeof values['reason'] === 'string' ? values['reason'] : ''
    const taken = await undoImport(deps, actor, { districtId: await district(), importId, reason }, restingOnDays)
    const { fileName, takenPosts, keptPosts, samples, spans, figures } = taken
    const said = `已撤销“${fileName}”：撤回发布 ${takenPosts} 条、读数 ${samples} 个、采集时段 ${spans} 段、统计数据 ${figures} 项，其他来源也看到的 ${keptPosts} 条保留。`
    out.result(json ? JSON.stringify({ outcome: 'undone', importId, ...taken }) : said)
  },
})

/** The latest imports of files that were handed over, the newest first. */
export const listImportsCommand = defineCommand({
  operands: '',
  summary: '列出最近 100 次采集文件的导入',
  options: {},
  async run({ deps, actor, district, out, json }) {
    const districtId = await district()
    permit(actor, 'posts.import', { districtId })
    const imports = await latestImports(deps.db, districtId, 100)
    if (json) out.result(JSON.stringify(imports))
    else
      for (const { id, fileName, state, createdAt, sha256 } of imports)
        out.result(
          `${id}　${formatMinute(createdAt)}　${state === 'undone' ? '已撤销' : '已写入'}　${fileName}　${sha256}`,
        )
  },
})
