import { globSync, readFileSync } from 'node:fs'
import { defineConfig } from 'vitest/config'

const include = ['src/**/*.test.{ts,tsx}', 'tests/{architecture,golden,rooms,soak}/**/*.test.ts']

// Test files of a worker share what they import: loading the program anew for each took two fifths of the time. A file that
// puts something else in the place of a module (`vi.mock`), or loads the program more than once, is a world of its own.
const alone = globSync(include).filter((file) => /vi\.(mock|resetModules)\(/.test(readFileSync(file, 'utf8')))

// Two workers: that is what the machines have. Forks, because tests start and stop servers.
export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
  test: {
    globalSetup: ['tests/support/database-server.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: [['default', { summary: false }]],
    projects: [
      {
        extends: true,
        test: { name: 'shared', include, exclude: alone, isolate: false, setupFiles: ['tests/support/each-file.ts'] },
      },
      {
        extends: true,
        test: { name: 'alone', include: alone, setupFiles: ['tests/support/each-file.ts'] },
      },
    ],
  },
})
