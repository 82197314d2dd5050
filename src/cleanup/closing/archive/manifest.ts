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
  /** Of several. */
  volume?: number
}

const manifestShape = z.object({
  format: z.literal(FORMAT),
  version: z.literal(1),
  district: z.string(),
  unit: z.string(),
  account: z.object({ id: z.string(), name: z.string(), platform: z.string() }),
  closing: z.string(),
  madeAt: z.string(),
  volume: z.number().optional(),
  files: z.array(z.object({ path: z.string(), bytes: z.number(), sha256: z.string() })),
})
export type Manifest = z.output<typeof manifestShape>

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

export type ManifestEntry = Manifest['files'][number]

/** The list of an archive's files with their digests: the last file of the archive, as text. */
export function manifestText(head: ArchiveHead, files: ManifestEntry[]): string {
  const manifest: Manifest = { format: FORMAT, version: 1, ...head, files }
  return `${JSON.stringify(manifest, null, 2)}\n`
}

/** A file that is not as the manifest says: altered, missing, or not in it at all. */
export type ArchiveFault = { path: string; why: 'altered' | 'missing' | 'unlisted' }
export const archiveFaultLabels = { altered: '内容与清单不符', missing: '缺少', unlisted: '清单中没有' } as const

/** Holds an archive, file by file, against its manifest; undefined: it has none, or one of another kind. */
export function holdAgainstManifest(
  files: Iterable<PackedFile>,
): { manifest: Manifest; faults: ArchiveFault[] } | undefined {
  let manifest: Manifest | undefined
  const found = new Map<string, string>()
  for (const { path, bytes } of files)
    if (path === MANIFEST) manifest = readManifest(bytes)
    else found.set(path, sha256(bytes))
  if (!manifest) return undefined
  const listed = new Set(manifest.files.map(({ path }) => path))
  const faults: ArchiveFault[] = [
    ...manifest.files.flatMap((file): ArchiveFault[] => {
      const digest = found.get(file.path)
      if (digest === undefined) return [{ path: file.path, why: 'missing' }]
      return digest === file.sha256 ? [] : [{ path: file.path, why: 'altered' }]
    }),
    ...[...found.keys()].filter((path) => !listed.has(path)).map((path): ArchiveFault => ({ path, why: 'unlisted' })),
  ]
  return { manifest, faults }
}

function readManifest(bytes: Uint8Array): Manifest | undefined {
  try {
    return manifestShape.safeParse(JSON.parse(Buffer.from(bytes).toString('utf8'))).data
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
