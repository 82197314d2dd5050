import { entry } from './catalogue.ts'

type Named = { name: string }

export const backupRefusals = {
  'backup.foreign': entry<Named>(
    422,
    ({ name }) => `“${name}”不是本系统的备份文件。请核对文件名；备份文件应由 ./govmedia backup 生成。`,
  ),
  'backup.passphrase-wanted': entry<Named>(
    422,
    ({ name }) =>
      `“${name}”是加密的备份，需要备份口令。请用环境变量 GOVMEDIA_BACKUP_PASSPHRASE 或 --passphrase-file 给出，或在终端中运行后按提示输入。`,
  ),
  'backup.passphrase-wrong': entry<Named>(
    422,
    ({ name }) => `备份口令不对，“${name}”打不开。请核对备份当时使用的口令。`,
  ),
  'backup.passphrase-needed': entry(
    422,
    () =>
      '备份含有个人信息和密钥，应当加密。请用环境变量 GOVMEDIA_BACKUP_PASSPHRASE 或 --passphrase-file 给出备份口令；确需不加密的，加 --unencrypted（不含密钥）。',
  ),
  'backup.passphrase-short': entry<{ least: number }>(
    422,
    ({ least }) => `备份口令太短，至少 ${least} 个字符。口令遗失后备份无法打开，请另行妥善保管。`,
  ),
  'backup.cut': entry<Named>(
    422,
    ({ name }) => `“${name}”不完整：复制或传输中断，或者末尾已损坏。请改用完整的副本；没有作任何改动。`,
  ),
  'backup.damaged': entry<Named>(
    422,
    ({ name }) => `“${name}”已损坏，内容与备份当时不一致。请改用其他副本；没有作任何改动。`,
  ),
  'backup.newer': entry<{ name: string; found: number; known: number }>(
    409,
    ({ name, found, known }) =>
      `“${name}”由更新的版本生成（结构第 ${found} 版，本程序只识别到第 ${known} 版）。请用新版程序恢复。`,
  ),
  'backup.other-schema': entry<Named>(
    409,
    ({ name }) => `“${name}”的数据库结构与本程序同一版本的结构不一致，无法恢复。请用生成备份的程序恢复。`,
  ),
  'backup.settings': entry<{ what: string; why: string }>(
    503,
    ({ what, why }) => `自动备份的设置 ${what} 有误：${why}。请改正后重新启动。`,
  ),
  'backup.exists': entry<Named>(409, ({ name }) => `“${name}”已经存在，备份不覆盖原有文件。请换一个文件名。`),
  'backup.target-in-use': entry(
    409,
    () => '目标数据目录或数据库中已有数据，恢复不覆盖原有数据。请另指定一个空目录（--data）或空数据库。',
  ),
  'backup.restoring': entry<{ path: string; backup: string; since: string; pid: number }>(
    503,
    ({ path, backup, since, pid }) =>
      `数据目录 ${path} 正在从“${backup}”恢复（进程 ${pid}，开始于 ${since}）。请等恢复结束后再使用。`,
  ),
  'backup.half-restored': entry<{ path: string; backup: string; since: string; onServer: boolean }>(
    503,
    ({ path, backup, since, onServer }) =>
      `数据目录 ${path} 中的恢复没有完成：${since} 从“${backup}”恢复时中断，数据不全，不能使用。${onServer ? '请先清空该服务器上的数据库，再' : '请'}重新运行 ./govmedia restore 备份文件 --data ${path}，残留的内容会先清除；原备份文件没有改动。`,
  ),
} as const
