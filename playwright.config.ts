import { defineConfig } from '@playwright/test'

// Journeys start the built program; `npm test` builds it first (scripts/test.mjs). The browser is tests/support/browser.ts.
export default defineConfig({
  testDir: 'tests/journeys',
  testMatch: '*.spec.ts',
  // Each worker has its own browser, demonstration and database; two is what the machines have.
  workers: 2,
  // No journey says how long it takes: this ends what hangs.
  timeout: 600_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  outputDir: '.cache/journeys',
  use: {
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 1366, height: 768 },
    actionTimeout: 10_000,
  },
  reporter: [
    ['list'],
    ['json', { outputFile: process.env['PLAYWRIGHT_JSON_OUTPUT_NAME'] || '.cache/results/playwright.json' }],
  ],
})
