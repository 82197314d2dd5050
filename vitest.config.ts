import { defineConfig } from 'vitest/config'

// Two workers: that is what the machines have. Forks, because tests start and stop servers.
export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'tests/{architecture,golden,rooms,soak}/**/*.test.ts'],
    globalSetup: ['tests/support/database-server.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: [['default', { summary: false }]],
  },
})
