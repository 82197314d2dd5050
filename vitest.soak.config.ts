import { mergeConfig } from 'vitest/config'
import base from './vitest.config.ts'

export default mergeConfig(
  { ...base, test: { ...base.test, include: [] } },
  {
    test: { include: ['tests/soak/**/*.test.ts', 'src/monitoring/verbs/incremental.test.ts'], testTimeout: 1_800_000 },
  },
)
