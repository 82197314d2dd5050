import { defineConfig } from '@playwright/test'

// Journeys start the browser that comes with the dependencies themselves: tests/support/browser.ts.
export default defineConfig({
  testDir: 'tests/journeys',
  testMatch: '*.spec.ts',
  workers: 1,
  timeout: 120_000,
  forbidOnly: true,
  outputDir: '.cache/journeys',
  reporter: [
    ['list'],
    ['json', { outputFile: process.env['PLAYWRIGHT_JSON_OUTPUT_NAME'] ?? '.cache/results/journeys.json' }],
  ],
})
