import { z } from 'zod'

/** The first thing in a backup: what it is of, and what has to be known to read the rest. */
export const manifestShape = z.object({
  what: z.literal('govmedia-backup'),
  format: z.literal(1),
  /** When everything in it stood like this. */
  takenAt: z.iso.datetime(),
  schemaVersion: z.int().positive(),
  /** SHA-256 of each migration up to that version, in order. */
  migrations: z.array(z.string()),
  districts: z.array(z.object({ id: z.string(), name: z.string() })),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()) })),
  keys: z.boolean(),
})
export type Manifest = z.infer<typeof manifestShape>

const counted = z.object({ bytes: z.int().nonnegative(), sha256: z.string() })

/** The last thing in a backup; without it the file is not whole. */
export const sumsShape = z.object({
  tables: z.record(z.string(), counted.extend({ rows: z.int().nonnegative() })),
  files: counted.extend({ count: z.int().nonnegative() }),
  /** Files that the database knows and the disk had lost when the backup was made. */
  lost: z.array(z.string()),
})
export type Sums = z.infer<typeof sumsShape>

/** What a backup holds, as its makers and readers are told. */
export type BackupSummary = {
  takenAt: string
  schemaVersion: number
  districts: { id: string; name: string }[]
  tables: number
  rows: number
  files: number
  lost: string[]
  keys: boolean
  encrypted: boolean
  /** Of the backup file. */
  bytes: number
}

/** Names within the archive. */
export const places = {
  manifest: 'govmedia-backup.json',
  sums: 'sums.json',
  tables: 'tables/',
  files: 'files/',
  keys: 'keys/',
} as const

/** What lies in the `keys` folder of a data directory. */
export const keyFiles = ['vault.key', 'directory-ed25519.pem'] as const
