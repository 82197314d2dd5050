import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { buffer } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { type FileKind, kindOf, mediaTypes } from '../kinds.ts'
import { fileMost } from '../store.ts'
import { type Inspected, type ScanAnswer, scanLimits } from './limits.ts'
import { pictureSize, withoutPosition } from './picture-facts.ts'

// The same code runs compiled from dist/ and as TypeScript under the tests (Node 24 strips the types itself).
const PROGRAM = new URL(import.meta.url.endsWith('.ts') ? './scan-process.ts' : './scan-process.js', import.meta.url)
const FLAGS = [`--max-old-space-size=${scanLimits.heapMegabytes}`, '--permission', '--allow-fs-read=*']

export type ScanKind = Extract<FileKind, 'pdf' | 'jpg' | 'png'>

/** A scan that can be kept: `bytes` without position, the QR codes that could be read. */
export type InspectedScan = Inspected & { kind: ScanKind; bytes: Uint8Array }

/**
 * Looks into a scan before it is kept: by content and never by name, in a process of its own with bounded memory and
 * time, so that a hostile file ends that process alone. No code found is no fault: people compare by eye then. Refuses
 * `file.empty`, `file.too-large`, `file.kind-not-accepted`, `scan.unreadable`, `scan.password`, `scan.too-many-pages`,
 * `scan.too-many-pixels`, `scan.too-heavy`.
 */
export async function inspectScan({ name, bytes }: { name: string; bytes: Uint8Array }): Promise<InspectedScan> {
  if (bytes.byteLength === 0) throw refuse('file.empty', { name })
  if (bytes.byteLength > fileMost) throw refuse('file.too-large', { name, most: '20 MB' })
  const kind = kindOf(bytes)
  if (kind !== 'pdf' && kind !== 'jpg' && kind !== 'png')
    throw refuse('file.kind-not-accepted', { name, wanted: 'PDF、JPG、PNG' })
  const size = kind === 'pdf' ? undefined : pictureSize(bytes)
  if (kind !== 'pdf' && !size) throw refuse('scan.unreadable', { name })
  if (size && size.width * size.height > scanLimits.pixels) throw refuse('scan.too-many-pixels', { name, ...size })
  const answer = JSON.parse((await ask(name, ['inspect'], bytes)).toString('utf8')) as ScanAnswer
  if ('inspected' in answer)
    return { kind, bytes: kind === 'pdf' ? bytes : withoutPosition(bytes), ...answer.inspected }
  if (answer.refusal === 'password') throw refuse('scan.password', { name })
  if (answer.refusal === 'too-many-pages')
    throw refuse('scan.too-many-pages', { name, pages: answer.found ?? 0, most: scanLimits.pages })
  throw refuse('scan.unreadable', { name })
}

/** A page of a kept scan as a picture, `width` pixels wide; a photo is its own only page. */
export async function scanPage(
  bytes: Uint8Array,
  page: number,
  width = 1_000,
): Promise<{ bytes: Uint8Array; mediaType: string }> {
  const kind = kindOf(bytes)
  if (kind !== 'pdf') return { bytes, mediaType: mediaTypes[kind] }
  return { bytes: await ask('', ['page', String(page), String(width)], bytes), mediaType: mediaTypes.png }
}

async function ask(name: string, args: readonly string[], bytes: Uint8Array): Promise<Buffer> {
  const child = spawn(process.execPath, [...FLAGS, fileURLToPath(PROGRAM), ...args], {
    env: {},
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  const slow = setTimeout(() => child.kill('SIGKILL'), scanLimits.millis)
  try {
    // A child that died early breaks the pipe; how it ended tells why.
    child.stdin.on('error', () => undefined).end(bytes)
    const [said, [code, signal]] = await Promise.all([buffer(child.stdout), once(child, 'close')])
    // Our own kill is by the clock; V8 ends a process that ran out of heap by a signal or with code 134.
    if (signal !== null || code === 134) throw refuse('scan.too-heavy', { name })
    if (code !== 0) throw refuse('scan.unreadable', { name })
    return said
  } finally {
    clearTimeout(slow)
  }
}
