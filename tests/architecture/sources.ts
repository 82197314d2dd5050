import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** Rooms from the ground up; an import may only point to a room that comes earlier. */
export const rooms = [
  'vocabulary',
  'calendar',
  'documents',
  'textcheck',
  'database',
  'trail',
  'jobs',
  'access',
  'files',
  'notify',
  'web',
  'holidays',
  'registry',
  'filing',
  'collection',
  'engagement',
  'publishing',
  'monitoring',
  'cleanup',
  'rectification',
  'reporting',
  'scoring',
  'api',
  'cli',
  'app',
]

export type Source = {
  path: string
  text: string
  code: string
  room: string | undefined
  isTest: boolean
  imports: { target: string; typeOnly: boolean }[]
}

/** Files git knows or would take, under a folder and with an ending; read from the work tree. */
export function projectFiles(pattern: RegExp): string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  }).split('\n')
  return [...new Set(listed)].filter((path) => pattern.test(path) && existsSync(join(root, path))).sort()
}

/** Every TypeScript source with its imports resolved to paths of the project; packages keep their names. */
export function sources(): Source[] {
  return projectFiles(/^(src|tests|bench)\/.*\.tsx?$/).map((path) => {
    const text = readFileSync(join(root, path), 'utf8')
    const code = withoutComments(text)
    return {
      path,
      text,
      code,
      room: /^src\/([^/]+)\//.exec(path)?.[1],
      isTest: /\.test\.tsx?$/.test(path) || path.startsWith('tests/') || path.startsWith('bench/'),
      imports: importsOf(path, code),
    }
  })
}

// `import … from '…'`, `export … from '…'`, `import '…'` and `import('…')`: all ways in which a file names another.
const importPattern =
  /(?:^|[\n;])\s*(?:import|export)(\s+type)?\s[^'"();]*?from\s*['"]([^'"]+)['"]|(?:^|[\n;])\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g

function importsOf(path: string, code: string): Source['imports'] {
  return [...code.matchAll(importPattern)].map(([, type, from, bare, dynamic]) => {
    const target = from ?? bare ?? dynamic ?? ''
    return {
      target: target.startsWith('.') ? normalize(join(dirname(path), target)) : target,
      typeOnly: type !== undefined,
    }
  })
}

/** Comments blanked out; strings stay. A `//` inside a string is kept by looking at quotes first. */
export function withoutComments(text: string): string {
  return text.replace(
    /('(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`)|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g,
    (found, quoted: string | undefined) => quoted ?? found.replace(/[^\n]/g, ' '),
  )
}
