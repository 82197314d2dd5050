import type { Deps } from '../../../access/index.ts'
import { formatDayZh } from '../../../calendar/index.ts'
import type { Tx } from '../../../database/index.ts'
import { type CsvValue, type PackedFile, writeCsv } from '../../../documents/index.ts'
import { readStoredFile } from '../../../files/index.ts'
import { accountFile } from '../../../filing/index.ts'
import { findingStateLabels, indicatorOf, reachableLabels } from '../../../monitoring/index.ts'
import { accountCard } from '../../../registry/index.ts'
import { eventsAbout } from '../../../trail/index.ts'
import { platforms } from '../../../vocabulary/platforms.ts'
import { announcementLabels, type ClosingFile } from '../model.ts'
import { heldFindings, heldPatrols, heldPosts } from './held.ts'
import { ledgerSnapshot, minuteOf } from './masked.ts'

// The package stays below what the files room keeps (20 MB); pictures that no longer fit are named by their digest.
const PICTURES_MOST = 12 * 1024 * 1024

const json = (value: unknown) => Buffer.from(`${JSON.stringify(value, null, 2)}\n`)
const yesNo = (value: boolean | null) => (value === null ? null : value ? '是' : '否')

/**
 * Everything that is held of an account, as files an office can open: ledger with the follower count and its day, posts,
 * looks, findings, filings and cases, national system, announcements, trail (rulebook (h)1). Names and phones are masked.
 * Signed scans and receipts, on which people stand in full, stay in the files room and are named by their SHA-256.
 */
export async function collectArchive(tx: Tx, deps: Deps, districtId: string, file: ClosingFile): Promise<PackedFile[]> {
  const { accountId } = file.closing
  const patrols = await heldPatrols(tx, districtId, accountId)
  const filed = await accountFile(tx, districtId, accountId)
  const card = await accountCard({ db: tx, vault: deps.vault }, { districtId }, accountId)
  const subjects = [
    `account/${accountId}`,
    `closing/${file.closing.id}`,
    ...(file.closing.itemId ? [`cleanup-item/${file.closing.itemId}`] : []),
    ...filed.cases.map(({ id }) => `case/${id}`),
    ...patrols.map(({ id }) => `patrol/${id}`),
  ]
  const pictures = await picturesOf(deps, districtId, file, patrols)
  return [
    { path: '说明.txt', bytes: Buffer.from(readme(file)) },
    { path: '台账.json', bytes: json(ledgerSnapshot(card)) },
    { path: '发布内容.csv', bytes: writeCsv(postRows(await heldPosts(tx, districtId, accountId))) },
    { path: '巡查记录.csv', bytes: writeCsv(patrolRows(patrols)) },
    { path: '监测线索.csv', bytes: writeCsv(findingRows(await heldFindings(tx, districtId, accountId))) },
    { path: '备案.json', bytes: json({ 备案号: filed.numbers, 备案事项: filed.cases }) },
    { path: '全国系统填报.json', bytes: json(filed.national) },
    ...file.announcements.map(({ kind, body, publishedOn, link }) => ({
      path: `${announcementLabels[kind]}.txt`,
      bytes: Buffer.from(
        `${body}\n\n发布日期：${publishedOn ? formatDayZh(publishedOn) : '未发布'}\n链接：${link ?? '无'}\n`,
      ),
    })),
    { path: '留痕.json', bytes: json(await eventsAbout(tx, districtId, subjects)) },
    ...pictures,
  ]
}

const readme = ({ closing }: ClosingFile) =>
  [
    `${closing.unitName}政务新媒体账号“${closing.accountName}”（${platforms[closing.platform].label}）注销前归档`,
    '',
    '台账.json　　　　　登记信息，含粉丝量、阅读量及其统计日期；姓名、联系方式已隐去',
    '发布内容.csv　　　 已采集的全部发布内容和最近一次采集的阅读、互动数',
    '巡查记录.csv　　　 人工巡查记录；截图在“图片”中',
    '监测线索.csv　　　 各月监测线索和人工复核结论',
    '备案.json　　　　　备案号、备案事项、办理意见；签字盖章扫描件保存在系统中，此处列其SHA-256',
    '全国系统填报.json　填报情况；回执保存在系统中，此处列其SHA-256',
    '停更公告.txt　　　 公告全文、发布日期和链接（注销公告同）',
    '留痕.json　　　　　办理记录，按哈希链次序',
    'manifest.json　　　清单：每个文件的字节数和SHA-256',
    '',
    '平台后台的图片、视频原件、菜单、私信、认证资料不在系统内，须由主办单位在平台注销前另行导出保存。',
    '核验：./govmedia closing verify 归档包.zip',
    '',
  ].join('\n')

const postRows = (posts: Awaited<ReturnType<typeof heldPosts>>): CsvValue[][] => [
  ['发布时间', '标题', '链接', '原创', '阅读', '点赞', '评论', '转发', '计数采集时间'],
  ...posts.map((post) => [
    minuteOf(post.publishedAt) ?? post.publishedOn,
    post.title,
    post.url,
    yesNo(post.original),
    post.reads,
    post.likes,
    post.comments,
    post.reposts,
    minuteOf(post.countedAt),
  ]),
]

const patrolRows = (patrols: Awaited<ReturnType<typeof heldPatrols>>): CsvValue[][] => [
  ['查看时间', '能否打开', '最后更新', '未见发布', '有互动入口', '有办事入口', '备注', '截图SHA-256'],
  ...patrols.map((one) => [
    minuteOf(one.checkedAt),
    reachableLabels[one.reachable as keyof typeof reachableLabels],
    one.lastUpdateOn,
    yesNo(one.neverUpdated),
    yesNo(one.hasInteraction),
    yesNo(one.hasService),
    one.note,
    one.screenshotSha256,
  ]),
]

const findingRows = (findings: Awaited<ReturnType<typeof heldFindings>>): CsvValue[][] => [
  ['月份', '指标', '复核', '事实', '复核意见', '复核时间'],
  ...findings.map(({ month, indicator, state, facts, reason, decidedAt }) => [
    month,
    indicatorOf(indicator).label,
    findingStateLabels[state as keyof typeof findingStateLabels],
    JSON.stringify(facts),
    reason,
    minuteOf(decidedAt),
  ]),
]

const endings: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'application/pdf': 'pdf',
}

/** Pictures of public pages, the newest first as far as there is room. */
async function picturesOf(
  deps: Deps,
  districtId: string,
  { announcements }: ClosingFile,
  patrols: Awaited<ReturnType<typeof heldPatrols>>,
): Promise<PackedFile[]> {
  const wanted = [
    ...announcements.flatMap(({ kind, screenshotFileId: id }) => (id ? [{ name: announcementLabels[kind], id }] : [])),
    ...patrols
      .toReversed()
      .flatMap(({ screenshotFileId: id, checkedAt }) => (id ? [{ name: `巡查 ${minuteOf(checkedAt)}`, id }] : [])),
  ]
  const pictures: PackedFile[] = []
  let size = 0
  for (const { name, id } of wanted) {
    const { bytes, mediaType } = await readStoredFile(deps, districtId, id)
    size += bytes.byteLength
    if (size > PICTURES_MOST) break
    const number = String(pictures.length + 1).padStart(3, '0')
    pictures.push({ path: `图片/${number} ${name.replaceAll(':', '')}.${endings[mediaType] ?? 'bin'}`, bytes })
  }
  return pictures
}
