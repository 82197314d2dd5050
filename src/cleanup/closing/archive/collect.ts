import type { Deps } from '../../../access/index.ts'
import { formatDayZh } from '../../../calendar/index.ts'
import type { Tx } from '../../../database/index.ts'
import { type CsvValue, type PackedFile, writeCsv } from '../../../documents/index.ts'
import { type AccountFile, accountFile } from '../../../filing/index.ts'
import { findingStateLabels, indicatorOf, reachableLabels } from '../../../monitoring/index.ts'
import { accountCard } from '../../../registry/index.ts'
import { eventsAbout } from '../../../trail/index.ts'
import { platforms } from '../../../vocabulary/platforms.ts'
import { announcementLabels, type ClosingFile } from '../model.ts'
import { attach, type Attachment } from './attachments.ts'
import { heldFindings, heldPatrols, heldPosts } from './held.ts'
import { ledgerSnapshot, minuteOf } from './masked.ts'

const json = (value: unknown) => Buffer.from(`${JSON.stringify(value, null, 2)}\n`)
const yesNo = (value: boolean | null) => (value === null ? null : value ? '是' : '否')

/**
 * Everything that is held of an account, as files an office can open: ledger with the follower count and its day, posts,
 * looks, findings, filings and cases, national system, announcements, trail (rulebook (h)1), and the signed papers,
 * receipts and pictures themselves. In the texts names and phones are masked; a signed paper is kept as it was signed.
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
  const attachments = attachmentsOf(file, filed, patrols)
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
    ...(await attach(tx, deps, { districtId, attachments })),
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
    '备案.json　　　　　备案号、备案事项、办理意见；签字盖章件在“签字盖章件”中',
    '全国系统填报.json　填报情况；回执在“签字盖章件”中',
    '停更公告.txt　　　 公告全文、发布日期和链接（注销公告同）',
    '留痕.json　　　　　办理记录，按哈希链次序',
    '附件清单.csv　　　 全部签字盖章件、回执、截图，各自在包内的位置；没有收入的写明原因，凭原文件名和SHA-256在系统中查找',
    'manifest.json　　　清单：每个文件的字节数和SHA-256',
    '',
    '签字盖章件原样收入，载有姓名、联系方式和签名，请按档案管理的规定保管，不得外传。',
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

// What proves most comes first: signed papers, receipts, announcements, then the newest looks.
const attachmentsOf = (
  { announcements }: ClosingFile,
  filed: AccountFile,
  patrols: Awaited<ReturnType<typeof heldPatrols>>,
): Attachment[] => [
  ...filed.numbers.flatMap(({ number, scans }) =>
    scans.map(({ fileId }): Attachment => ({ folder: '签字盖章件', what: `备案号${number}签字盖章件`, fileId })),
  ),
  ...filed.cases.flatMap(({ kind, scans }) =>
    scans.map(({ fileId }): Attachment => ({ folder: '签字盖章件', what: `${kind}备案签字盖章件`, fileId })),
  ),
  ...filed.national.flatMap(({ receiptFileId: fileId, on }): Attachment[] =>
    fileId ? [{ folder: '签字盖章件', what: `全国系统填报回执 ${on}`, fileId }] : [],
  ),
  ...announcements.flatMap(({ kind, screenshotFileId: fileId }): Attachment[] =>
    fileId ? [{ folder: '图片', what: announcementLabels[kind], fileId }] : [],
  ),
  ...patrols
    .toReversed()
    .flatMap(({ screenshotFileId: fileId, checkedAt }): Attachment[] =>
      fileId ? [{ folder: '图片', what: `巡查 ${minuteOf(checkedAt)}`, fileId }] : [],
    ),
]
