import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { PackedFile } from '../../../documents/index.ts'

export const MANIFEST = 'manifest.json'
const FORMAT = 'govmedia-closing-archive'

export type ArchiveHead = {
  district: string
  unit: string
  account: { id: string; name: string; platform: string }
  closing: string
  madeAt: string
}

const manifestShape = z.object({
  format: z.literal(FORMAT),
  version: z.literal(1),
  district: z.string(),
  unit: z.string(),
  account: z.object({ id: z.string(), name: z.string(), platform: z.string() }),
  closing: z.string(),
  madeAt: z.string(),
  files: z.array(z.object({ path: z.string(), bytes: z.number(), sha256: z.string() })),
})
export type Manifest = z.output<typeof manifestShape>

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** The list of an archive's files with their digests: the last file of the archive. */
export function manifestOf(head: ArchiveHead, files: readonly PackedFile[]): PackedFile {
  const manifest: Manifest = {
    format: FORMAT,
    version: 1,
    ...head,
    files: files.map(({ path, bytes }) => ({ path, bytes: bytes.byteLength, sha256: sha256(bytes) })),
  }
  return { path: MANIFEST, bytes: Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`) }
}

/** A file that is not as the manifest says: altered, missing, or not in it at all. */
export type ArchiveFault = { path: string; why: 'altered' | 'missing' | 'unlisted' }
export const archiveFaultLabels = { altered: '内容与清单不符', missing: '缺少', unlisted: '清单中没有' } as const

/** Holds an unpacked archive against its manifest; undefined: it has none, or one of another kind. */
export function holdAgainstManifest(
  files: readonly PackedFile[],
): { manifest: Manifest; faults: ArchiveFault[] } | undefined {
  const manifest = readManifest(files.find(({ path }) => path === MANIFEST)?.bytes)
  if (!manifest) return undefined
  const found = new Map(files.map(({ path, bytes }) => [path, bytes]))
  const listed = new Set(manifest.files.map(({ path }) => path))
  const faults: ArchiveFault[] = [
    ...manifest.files.flatMap((file): ArchiveFault[] => {
      const bytes = found.get(file.path)
      if (!bytes) return [{ path: file.path, why: 'missing' }]
      return sha256(bytes) === file.sha256 ? [] : [{ path: file.path, why: 'altered' }]
    }),
    ...files
      .filter(({ path }) => path !== MANIFEST && !listed.has(path))
      .map(({ path }): ArchiveFault => ({ path, why: 'unlisted' })),
  ]
  return { manifest, faults }
}

function readManifest(bytes: Uint8Array | undefined): Manifest | undefined {
  if (!bytes) return undefined
  try {
    return manifestShape.safeParse(JSON.parse(Buffer.from(bytes).toString('utf8'))).data
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
