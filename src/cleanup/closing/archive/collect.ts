import type { Deps } from '../../../access/index.ts'
import { formatDayZh } from '../../../calendar/index.ts'
import type { Tx } from '../../../database/index.ts'
import { type CsvValue, writeCsv } from '../../../documents/index.ts'
import { type HeldEngagement, heldEngagement } from '../../../engagement/index.ts'
import { type AccountFile, accountFile } from '../../../filing/index.ts'
import { findingStateLabels, indicatorOf, reachableLabels } from '../../../monitoring/index.ts'
import { accountCard } from '../../../registry/index.ts'
import { eventsAbout } from '../../../trail/index.ts'
import { maskNumbers } from '../../../vocabulary/personal-numbers.ts'
import { platforms } from '../../../vocabulary/platforms.ts'
import { announcementLabels, type ClosingFile, closingStateLabels } from '../model.ts'
import { type Attachment, attachmentParts } from './attachments.ts'
import { evidenceParts } from './evidence.ts'
import { type HeldFinding, heldFindings, heldPapers, type HeldPatrol, heldPatrols } from './held.ts'
import { sheetsOfAccount } from './holdings.ts'
import { ledgerSnapshot, minuteOf } from './masked.ts'
import { json, type Part, whole } from './parts.ts'
import { sheetParts } from './series.ts'

const yesNo = (value: boolean | null) => (value === null ? null : value ? '是' : '否')

/**
 * Everything that is held of an account (holdings.ts), part by part as it is packed: ledger with the follower count and
 * its day, posts and every figure over time, looks, findings, verdicts, filings and cases, national system,
 * announcements, trail (rulebook (h)1), then the signed papers, receipts and pictures themselves, and the evidence. In
 * the texts names and phones are masked; a signed paper is kept as it was signed.
 */
export async function* archiveParts(tx: Tx, deps: Deps, districtId: string, file: ClosingFile): AsyncGenerator<Part> {
  const { accountId } = file.closing
  const of = { districtId, accountId }
  const patrols = await heldPatrols(tx, districtId, accountId)
  const filed = await accountFile(tx, districtId, accountId)
  const engaged = await heldEngagement(tx, deps, of)
  const card = await accountCard({ db: tx, vault: deps.vault }, { districtId }, accountId)
  yield whole('说明.txt', readme(file))
  yield json('台账.json', ledgerSnapshot(card))
  yield whole('巡查记录.csv', writeCsv(patrolRows(patrols)))
  yield whole('监测线索.csv', writeCsv(findingRows(await heldFindings(tx, districtId, accountId))))
  for (const { path, rows } of engaged.sheets) yield whole(path, writeCsv(rows))
  yield json('备案.json', { 备案号: filed.numbers, 受理内容: filed.accepted, 备案事项: filed.cases })
  yield json('全国系统填报.json', filed.national)
  yield json('关停办理.json', closingSteps(file))
  for (const { kind, body, publishedOn, link } of file.announcements)
    yield whole(
      `${announcementLabels[kind]}.txt`,
      `${body}\n\n发布日期：${publishedOn ? formatDayZh(publishedOn) : '未发布'}\n链接：${link ?? '无'}\n`,
    )
  yield json('留痕.json', await eventsAbout(tx, districtId, subjectsOf(file, filed, patrols, engaged)))
  for (const series of sheetsOfAccount) yield* sheetParts(tx, of, series)
  const papers = papersOf(file, filed, patrols, await heldPapers(tx, districtId, accountId))
  const photos = engaged.photos.map((photo) => ({ folder: '图片' as const, ...photo }))
  const attachments = [...papers, ...photos]
  yield* attachmentParts(tx, deps, { districtId, attachments })
  yield* evidenceParts(tx, deps, of)
}

const subjectsOf = (
  { closing }: ClosingFile,
  filed: AccountFile,
  patrols: readonly HeldPatrol[],
  engaged: HeldEngagement,
) => [
  `account/${closing.accountId}`,
  `closing/${closing.id}`,
  ...(closing.itemId ? [`cleanup-item/${closing.itemId}`] : []),
  ...filed.cases.map(({ id }) => `case/${id}`),
  ...patrols.map(({ id }) => `patrol/${id}`),
  ...engaged.subjects,
]

const closingSteps = ({ closing, archives }: ClosingFile) => ({
  状态: closingStateLabels[closing.state],
  开始: minuteOf(closing.begunAt),
  公告期工作日: closing.noticeWorkdays,
  公告期依据: closing.noticeSource,
  次序说明: closing.explanation,
  核验注销: closing.verifiedOn,
  复查: closing.recheckedOn,
  注销后再现: closing.reappearedOn,
  此前归档: archives.map(({ madeOn, sha256, bytes, entries }) => ({
    日期: madeOn,
    SHA256: sha256,
    字节: bytes,
    文件: entries,
  })),
})

const readme = ({ closing }: ClosingFile) =>
  [
    `${closing.unitName}政务新媒体账号“${closing.accountName}”（${platforms[closing.platform].label}）注销前归档`,
    '',
    '台账.json　　　　　登记信息，含粉丝量、阅读量及其统计日期；姓名、联系方式已隐去',
    '发布内容.csv　　　 已采集的全部发布内容和最近一次采集的阅读、互动数；历次计数在“发布内容计数.csv”中',
    '采集数据.csv　　　 历次采集的粉丝量、阅读量、留言和账号资料；何时采集、结果如何，见“采集记录.csv”“采集时段.csv”',
    '证据清单.csv　　　 采集时留存的页面内容、平台提示；原文和时间戳在“证据”中，没有收入的写明原因',
    '巡查记录.csv　　　 人工巡查记录；截图在“图片”中',
    '监测线索.csv　　　 各月监测线索和人工复核结论；各月各项结果在“月度监测.csv”中',
    '留言.csv　　　　　 登记的留言、答复和办理；号码已隐去，联系方式不收入，见“留言办理.csv”“留言核对.csv”',
    '办事入口.csv　　　 登记的办事入口；历次核查见“办事入口核查.csv”',
    '备案.json　　　　　备案号、受理内容、备案事项、办理意见；签字盖章件在“签字盖章件”中',
    '全国系统填报.json　填报情况；回执在“签字盖章件”中',
    '关停办理.json　　　公告期、核验、复查；此前各次归档的SHA-256',
    '停更公告.txt　　　 公告全文、发布日期和链接（注销公告同）',
    '留痕.json　　　　　办理记录，按哈希链次序',
    '附件清单.csv　　　 全部签字盖章件、回执、截图，各自在包内的位置；已按规定删除的注明',
    'manifest.json　　　清单：每个文件的字节数和SHA-256',
    '',
    '内容较多的分为若干卷，最后一卷的“分卷目录.csv”写明每个文件在哪一卷；各卷的清单列本卷文件。',
    '其余各表以文件名所示事项为准，最近的在前；写“无记录”的，系统中没有。',
    '签字盖章件原样收入，载有姓名、联系方式和签名，请按档案管理的规定保管，不得外传。',
    '证据中的号码已隐去；未隐去的，与证据清单所列摘要和时间戳相符，可用通用工具核对。',
    '平台后台的图片、视频原件、菜单、私信、认证资料不在系统内，须由主办单位在平台注销前另行导出保存。',
    '核验：./govmedia closing verify 归档包.zip',
    '',
  ].join('\n')

const patrolRows = (patrols: readonly HeldPatrol[]): CsvValue[][] => [
  ['查看时间', '能否打开', '最后更新', '未见发布', '有互动入口', '有办事入口', '备注', '截图SHA-256'],
  ...patrols.map((one) => [
    minuteOf(one.checkedAt),
    reachableLabels[one.reachable as keyof typeof reachableLabels],
    one.lastUpdateOn,
    yesNo(one.neverUpdated),
    yesNo(one.hasInteraction),
    yesNo(one.hasService),
    one.note === null ? null : maskNumbers(one.note),
    one.screenshotSha256,
  ]),
]

const findingRows = (findings: readonly HeldFinding[]): CsvValue[][] => [
  ['月份', '指标', '复核', '事实', '复核意见', '复核时间'],
  ...findings.map(({ month, indicator, state, facts, reason, decidedAt }) => [
    month,
    indicatorOf(indicator).label,
    findingStateLabels[state as keyof typeof findingStateLabels],
    JSON.stringify(facts),
    reason === null ? null : maskNumbers(reason),
    minuteOf(decidedAt),
  ]),
]

// What proves most comes first: signed papers, receipts, announcements, then the newest looks.
const papersOf = (
  { announcements }: ClosingFile,
  filed: AccountFile,
  patrols: readonly HeldPatrol[],
  others: readonly { what: string; fileId: string }[],
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
  ...others.map((one): Attachment => ({ folder: '签字盖章件', ...one })),
  ...announcements.flatMap(({ kind, screenshotFileId: fileId }): Attachment[] =>
    fileId ? [{ folder: '图片', what: announcementLabels[kind], fileId }] : [],
  ),
  ...patrols
    .toReversed()
    .flatMap(({ screenshotFileId: fileId, checkedAt }): Attachment[] =>
      fileId ? [{ folder: '图片', what: `巡查 ${minuteOf(checkedAt)}`, fileId }] : [],
    ),
]
