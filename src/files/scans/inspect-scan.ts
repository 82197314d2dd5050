import { fileMegabytes } from '../../vocabulary/hints.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { type FileKind, kindOf, mediaTypes } from '../kinds.ts'
import { fileMost } from '../store.ts'
import { type ScanCode, type ScanLine, scanLimits } from './limits.ts'
import { runScanProcess, type Said } from './run-scan-process.ts'

export type ScanKind = Extract<FileKind, 'pdf' | 'jpg' | 'png'>

/** A scan that can be kept: `bytes` without position, the QR codes that could be read. */
export type InspectedScan = { kind: ScanKind; pages: number; bytes: Uint8Array; codes: ScanCode[] }

/**
 * Looks into a scan before it is kept: by content and never by name, in a process of its own with bounded memory and
 * time, so that a hostile file ends that process alone. No code found, or a search that never ends, is no fault: people
 * compare by eye then. Refuses `file.empty`, `file.too-large`, `file.kind-not-accepted`, `scan.unreadable`,
 * `scan.password`, `scan.too-many-pages`, `scan.too-many-pixels`, `scan.too-heavy`, `scan.electronic-seal` for an OFD
 * document, whose seal nothing here can verify (docs/decisions/007).
 */
export async function inspectScan(scan: { name: string; bytes: Uint8Array }): Promise<InspectedScan> {
  const kind = kindOf(scan.bytes)
  if (kind === 'zip' && isOfd(scan.bytes)) throw refuse('scan.electronic-seal', { name: scan.name })
  return inspected(scan, isScan(kind) ? kind : undefined, 'PDF、JPG、PNG')
}

/**
 * A picture of a text, looked into as a scan is: JPG and PNG as they are, WebP and GIF (what platforms serve) drawn anew as
 * PNG; of a GIF that moves its first picture. Refuses as `inspectScan`.
 */
export async function inspectPicture(picture: { name: string; bytes: Uint8Array }): Promise<InspectedScan> {
  const kind = kindOf(picture.bytes)
  const kept = kind === 'webp' || kind === 'gif' ? 'png' : kind === 'png' || kind === 'jpg' ? kind : undefined
  return inspected(picture, kept, 'JPG、PNG、WebP、GIF')
}

async function inspected(
  { name, bytes }: { name: string; bytes: Uint8Array },
  kind: ScanKind | undefined,
  wanted: string,
): Promise<InspectedScan> {
  if (bytes.byteLength === 0) throw refuse('file.empty', { name })
  if (bytes.byteLength > fileMost) throw refuse('file.too-large', { name, most: `${fileMegabytes} MB` })
  if (!kind) throw refuse('file.kind-not-accepted', { name, wanted })
  const lines = linesOf(await runScanProcess(['inspect'], bytes))
  for (const line of lines) if ('refused' in line) throw refusalOf(name, line)
  const opened = lines.flatMap((line) => ('opened' in line ? [line.opened] : []))[0]
  if (!opened) throw refuse('scan.too-heavy', { name })
  const kept = opened.plain === undefined ? bytes : new Uint8Array(Buffer.from(opened.plain, 'base64'))
  const codes = lines.flatMap((line) => ('code' in line ? [line.code] : []))
  return { kind, pages: opened.pages, bytes: kept, codes }
}

const isScan = (kind: FileKind): kind is ScanKind => kind === 'pdf' || kind === 'jpg' || kind === 'png'

// GB/T 33190: an OFD document is a zip whose root holds OFD.xml; names in a zip stand uncompressed.
const isOfd = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes('OFD.xml')

// What follows the last line break was cut off when the process was ended.
export const linesOf = ({ bytes }: Said): ScanLine[] =>
  bytes
    .toString('utf8')
    .split('\n')
    .slice(0, -1)
    .map((line): ScanLine => JSON.parse(line))

export function refusalOf(name: string, line: Extract<ScanLine, { refused: unknown }>) {
  const { refused, found = 0, width = 0, height = 0 } = line
  if (refused === 'password') return refuse('scan.password', { name })
  if (refused === 'too-many-pages') return refuse('scan.too-many-pages', { name, pages: found, most: scanLimits.pages })
  if (refused === 'too-many-pixels') return refuse('scan.too-many-pixels', { name, width, height })
  return refuse('scan.unreadable', { name })
}

const NARROWEST = 100
const WIDEST = 2_400

/**
 * A page of a kept scan as a picture to show beside the data, `width` pixels wide (100 to 2400); a photo is its own only
 * page and comes as it is. Refuses `record.not-found` for a page the scan doesn't have, `scan.too-heavy` for one that
 * cannot be drawn in time, `scan.unreadable`.
 */
export async function scanPage(
  bytes: Uint8Array,
  page: number,
  width = 1_000,
): Promise<{ bytes: Uint8Array; mediaType: string }> {
  const kind = kindOf(bytes)
  const name = '扫描件'
  if (!isScan(kind)) throw refuse('scan.unreadable', { name })
  const missing = () => refuse('record.not-found', { what: `扫描件第 ${page} 页` })
  if (!Number.isInteger(page) || page < 1 || (kind !== 'pdf' && page > 1)) throw missing()
  if (kind !== 'pdf') return { bytes, mediaType: mediaTypes[kind] }
  const across = Math.round(Math.min(Math.max(width, NARROWEST), WIDEST))
  const said = await runScanProcess(['page', String(page), String(across)], bytes)
  if (said.cutShort) throw refuse('scan.too-heavy', { name })
  if (kindOf(said.bytes) === 'png') return { bytes: said.bytes, mediaType: mediaTypes.png }
  const refused = linesOf(said).some((line) => 'refused' in line && line.refused === 'no-such-page')
  throw refused ? missing() : refuse('scan.unreadable', { name })
}
