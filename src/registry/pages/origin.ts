import { namesOfUsers } from '../../access/index.ts'
import { shownMinute, type WebContext } from '../../web/index.ts'
import { importThatMade } from '../queries/import-runs.ts'

/** Where an account or unit without a record of its own came from: the file, who brought it in, and when. */
export async function originOf(c: WebContext, table: 'account' | 'unit', id: string): Promise<string> {
  const { deps, session } = c.var
  const made = await importThatMade(deps.db, session.districtId, table, id)
  if (!made) return '随批量导入登记。'
  const names = await namesOfUsers(deps, session.districtId, [made.by])
  return `随附件2导入登记：${made.fileName}，${shownMinute(c, made.at)}，${names.get(made.by) ?? '服务器操作员'}导入。`
}
