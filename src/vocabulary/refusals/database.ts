import { entry } from './catalogue.ts'

export const databaseRefusals = {
  'database.too-old': entry<{ found: string }>(
    503,
    ({ found }) =>
      `数据库版本过低：当前为 PostgreSQL ${found}，本系统需要 PostgreSQL 16 及以上版本。请升级数据库后再启动。`,
  ),
  'database.schema-newer': entry<{ found: number; known: number }>(
    503,
    ({ found, known }) =>
      `数据目录由更新的版本写成（结构第 ${found} 版，本程序只识别到第 ${known} 版）。请使用新版程序打开，数据未作任何改动。`,
  ),
  'database.migration-altered': entry<{ file: string }>(
    503,
    ({ file }) => `数据库结构脚本 ${file} 与已执行的内容不一致。请恢复原文件后再启动，数据未作任何改动。`,
  ),
  'record.not-found': entry<{ what: string }>(
    404,
    ({ what }) => `没有找到该${what}，可能已被移除或不在您的管辖范围内。`,
  ),
  'record.changed-meanwhile': entry<{ what: string }>(
    409,
    ({ what }) => `该${what}刚刚被其他人修改，您的修改未保存。请刷新后核对再提交。`,
  ),
}
