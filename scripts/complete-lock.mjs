// A lock file written on one platform lacks the packages that only other platforms install, and `npm ci` refuses there.
// This adds the missing entries from the registry's own metadata:  node scripts/complete-lock.mjs
import { execFile } from 'node:child_process'
import { readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const path = fileURLToPath(new URL('../package-lock.json', import.meta.url))

/** Optional packages that some entry of a lock file names and no entry holds: `[{ name, range, dev }]`. */
export function missingOptional({ packages }) {
  const missing = new Map()
  for (const [place, entry] of Object.entries(packages)) {
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      if (!holds(packages, place, name, range))
        missing.set(`${name}@${range}`, { name, range, dev: entry.dev === true || entry.devOptional === true })
    }
  }
  return [...missing.values()]
}

// As npm resolves: the nearest one up the tree. A binding of another exact version is none.
function holds(packages, place, name, range) {
  for (let folder = place; ; folder = folder.replace(/\/?node_modules\/(@[^/]+\/)?[^/]+$/, '')) {
    const entry = packages[folder ? `${folder}/node_modules/${name}` : `node_modules/${name}`]
    if (entry) return !/^\d/.test(range) || entry.version === range
    if (!folder) return false
  }
}

// A registry may not hold a package for a platform that isn't its own. Then the name says what npm has to know to pass
// over it here; on that platform npm asks its registry, without a checksum to hold it against.
function entryFromName({ name, range, dev }) {
  const [, os, cpu, libc] =
    /-(android|darwin|freebsd|linux|openharmony|win32)-(arm64|arm|x64|ia32)(?:-(\w+))?$/.exec(name) ?? []
  if (!os || !/^\d/.test(range)) throw new Error(`no metadata for ${name}@${range}, and its name tells no platform`)
  const family = { gnu: ['glibc'], musl: ['musl'] }[libc]
  return { version: range, cpu: [cpu], ...(dev && { dev }), ...(family && { libc: family }), optional: true, os: [os] }
}

async function entryFor(missing) {
  try {
    return await entryFromRegistry(missing)
  } catch (error) {
    if (String(error.stdout).includes('E404')) return entryFromName(missing)
    throw error
  }
}

async function entryFromRegistry({ name, range, dev }) {
  const { stdout } = await promisify(execFile)(
    'npm',
    ['view', `${name}@${range}`, '--json', 'version', 'dist.integrity', 'os', 'cpu', 'libc', 'engines', 'license'],
    { maxBuffer: 1e7 },
  )
  const answer = JSON.parse(stdout)
  const found = Array.isArray(answer) ? answer.at(-1) : answer
  const { version, os, cpu, libc, engines, license } = found
  const integrity = found['dist.integrity']
  return {
    version,
    integrity,
    ...(cpu && { cpu }),
    ...(dev && { dev }),
    ...(libc && { libc }),
    ...(license && { license }),
    optional: true,
    ...(os && { os }),
    ...(engines && { engines }),
  }
}

async function complete() {
  const lock = JSON.parse(readFileSync(path, 'utf8'))
  const missing = missingOptional(lock)
  for (let at = 0; at < missing.length; at += 6) {
    await Promise.all(
      missing.slice(at, at + 6).map(async (one) => (lock.packages[`node_modules/${one.name}`] = await entryFor(one))),
    )
  }
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)))
  writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`)
  console.log(`${missing.length} entries added`)
}

if (realpathSync(process.argv[1] ?? '') === fileURLToPath(import.meta.url)) await complete()
