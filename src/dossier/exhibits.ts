import type { Deps } from '../access/index.ts'
import { formatMinute } from '../calendar/index.ts'
import { heldPapers, heldPatrols } from '../cleanup/index.ts'
import { evidenceKinds, heldEvidence } from '../collection/index.ts'
import type { Tx } from '../database/index.ts'
import { heldEngagement } from '../engagement/index.ts'
import { pictureSize, readStoredFile, scanPage } from '../files/index.ts'
import { accountFile } from '../filing/index.ts'
import { Refusal } from '../vocabulary/refusals/index.ts'
import type { Exhibit, Plate } from './model.ts'

type Of = { districtId: string; accountId: string }
/** `signed`: names, phones and signatures stand on it. */
type Source = { kind: string; what: string; at: string; fileId: string; signed?: true }

const PLATES_MOST = 60
// Sixty of them stay within what one person can open and mail.
const PLATE_BYTES_MOST = 3 * 1024 * 1024
const ALL_BYTES_MOST = 40 * 1024 * 1024
const EVIDENCE_MOST = 2_000

/**
 * What the dossier rests on: kept evidence by its digests, then the files people handed in; pictures among them are
 * printed, the newest first until there are enough. Signed papers are only in a dossier that may name people.
 */
export async function exhibitsOf(
  tx: Tx,
  deps: Deps,
  of: Of,
  named: boolean,
): Promise<{ exhibits: Exhibit[]; plates: Plate[]; left: number }> {
  const plates: Plate[] = []
  const told: Exhibit[] = []
  let taken = 0
  for (const source of await sourcesOf(tx, deps, of)) {
    const opened = await opening(deps, of.districtId, source.fileId)
    const { kind, what, at } = source
    const put = (sha256: string, place: string) => told.push({ kind, what, at, sha256, place })
    if (!opened) put('', '已按规定删除或原件缺失')
    else if (source.signed && !named) put(opened.sha256, '载有个人信息，未收入')
    else if (plates.length >= PLATES_MOST || taken > ALL_BYTES_MOST) put(opened.sha256, '图片较多，未收入，见系统')
    else {
      const plate = await plateOf(opened.bytes, {
        number: plates.length + 1,
        what: `${kind}　${what}　${at}`,
        sha256: opened.sha256,
      })
      if (typeof plate !== 'string') plates.push(plate)
      if (typeof plate !== 'string') taken += plate.svg.length
      put(opened.sha256, typeof plate === 'string' ? plate : `图${plate.number}`)
    }
  }
  const kept = await heldEvidence(tx, deps, of)
  const evidence = kept.slice(0, EVIDENCE_MOST).map(({ kind, finalUrl, observedAt, sha256, erased }): Exhibit => ({
    kind: `采集证据（${evidenceKinds[kind]}）`,
    what: finalUrl,
    at: formatMinute(observedAt),
    sha256,
    place: erased ? '已按规定删除' : '原文存系统',
  }))
  return { exhibits: [...told, ...evidence], plates, left: kept.length - evidence.length }
}

async function sourcesOf(tx: Tx, deps: Deps, of: Of): Promise<Source[]> {
  const { districtId, accountId } = of
  const filed = await accountFile(tx, districtId, accountId)
  const patrols = await heldPatrols(tx, districtId, accountId)
  const papers = await heldPapers(tx, districtId, accountId)
  const { photos } = await heldEngagement(tx, deps, of)
  const scans = [
    ...filed.numbers.flatMap(({ number, scans: all }) => all.map((scan) => ({ what: `备案号 ${number}`, scan }))),
    ...filed.cases.flatMap(({ kind, scans: all }) => all.map((scan) => ({ what: `${kind}备案`, scan }))),
  ]
  return [
    ...patrols
      .toReversed()
      .flatMap(({ screenshotFileId: fileId, checkedAt }): Source[] =>
        fileId ? [{ kind: '巡查截图', what: '', at: formatMinute(checkedAt), fileId }] : [],
      ),
    ...photos.map(({ what, fileId }): Source => ({ kind: '留言、办事核查图片', what, at: '', fileId })),
    ...scans.map(({ what, scan }): Source => ({
      kind: '签字盖章件',
      what,
      at: formatMinute(scan.uploadedAt),
      fileId: scan.fileId,
      signed: true,
    })),
    ...filed.national.flatMap(({ receiptFileId: fileId, on }): Source[] =>
      fileId ? [{ kind: '全国系统回执', what: '', at: on, fileId, signed: true }] : [],
    ),
    ...papers.map(({ what, fileId }): Source => ({ kind: '凭证、授权书', what, at: '', fileId, signed: true })),
  ]
}

async function opening(deps: Deps, districtId: string, fileId: string) {
  try {
    return await readStoredFile(deps, districtId, fileId)
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}

/** The picture as a drawing the press takes, of a paper its first page; or why it can't be one. */
async function plateOf(original: Uint8Array, told: Pick<Plate, 'number' | 'what' | 'sha256'>): Promise<Plate | string> {
  const shown = await scanPage(original, 1, 1_000).catch(() => undefined)
  const size = shown && pictureSize(shown.bytes)
  if (!shown || !size) return '不是图片，原件存系统'
  if (shown.bytes.byteLength > PLATE_BYTES_MOST) return '图片较大，未收入，见系统'
  const { width, height } = size
  const data = `data:${shown.mediaType};base64,${Buffer.from(shown.bytes).toString('base64')}`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><image width="${width}" height="${height}" href="${data}"/></svg>`
  return { ...told, svg, width, height }
}
