// `npm run soak`: the long versions of tests whose short versions run in `npm test`, and those too long for it.
// What follows goes to Vitest: `npm run soak -- tests/soak/served.test.ts -t 'people who click'`.
import { prepareProgram } from './preparation.mjs'
import { runStages, vitest } from './stages.mjs'

const full = {
  GOVMEDIA_BACKUP_KILLS: '60',
  GOVMEDIA_COLLECT_ROUNDS: '50',
  GOVMEDIA_DOORS: 'all',
  GOVMEDIA_HOSTILE_INPUTS: '2000',
  GOVMEDIA_KILL_ROUNDS: '300',
  GOVMEDIA_PAPER_RUNS: '500',
  GOVMEDIA_PROPERTY_RUNS: '1000',
  GOVMEDIA_RESTORE_KILLS: '30',
  GOVMEDIA_SOAK: 'yes',
}

await runStages([
  { name: 'build', title: '编译', work: prepareProgram },
  {
    name: 'soak',
    title: '长时间测试',
    ...vitest('--config', 'vitest.soak.config.ts', ...process.argv.slice(2)),
    env: { ...full, ...process.env },
  },
])
