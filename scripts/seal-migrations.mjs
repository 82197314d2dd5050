// Writes down the checksums of migrations that have no entry yet:  node scripts/seal-migrations.mjs
// A sealed file is never edited again: installations have applied it. What it should have said goes into the next one.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder = new URL('../src/database/migrations/', import.meta.url)
const sealPath = fileURLToPath(new URL('checksums.json', folder))
const sealed = existsSync(sealPath) ? JSON.parse(readFileSync(sealPath, 'utf8')) : {}
const checksum = (file) =>
  createHash('sha256')
    .update(readFileSync(new URL(file, folder)))
    .digest('hex')
const files = readdirSync(folder).filter((file) => file.endsWith('.sql'))

const altered = Object.keys(sealed).filter((file) => !files.includes(file) || checksum(file) !== sealed[file])
if (altered.length > 0) {
  console.error(
    `Already sealed and changed since: ${altered.join(', ')}. Restore them and add a new migration instead.`,
  )
  process.exitCode = 1
} else {
  const all = files.sort().map((file) => [file, checksum(file)])
  writeFileSync(sealPath, `${JSON.stringify(Object.fromEntries(all), null, 2)}\n`)
  const added = files.filter((file) => !(file in sealed))
  console.log(added.length > 0 ? `Sealed: ${added.join(', ')}.` : 'Nothing new to seal.')
}
