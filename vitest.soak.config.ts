import base from './vitest.config.ts'

/** The long runs: each file in a world of its own, as they kill what they start. */
export default {
  ...base,
  test: {
    ...base.test,
    projects: [
      {
        extends: true,
        test: {
          name: 'soak',
          include: [
            'tests/soak/**/*.test.ts',
            'tests/rooms/{doors,hostile-bytes,raw-http}.test.ts',
            'src/monitoring/verbs/incremental.test.ts',
          ],
          setupFiles: ['tests/support/each-file.ts'],
          testTimeout: 1_800_000,
        },
      },
    ],
  },
}
