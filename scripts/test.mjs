// All checks, cheapest first:  node scripts/test.mjs [--no-journeys] [--only=types,format,…]
import { prepareProgram } from './preparation.mjs'
import { playwright, runStages, tool, vitest } from './stages.mjs'

const stages = [
  { name: 'types', title: '类型', args: tool('typescript/bin/tsc', '--noEmit', '-p', '.') },
  { name: 'island types', title: '页面脚本类型', args: tool('typescript/bin/tsc', '-p', 'src/web/islands') },
  { name: 'journey types', title: '浏览器走查类型', args: tool('typescript/bin/tsc', '-p', 'tests/journeys') },
  { name: 'format', title: '格式', args: tool('oxfmt/bin/oxfmt', '--check', '.') },
  { name: 'lint', title: '代码规范', args: tool('oxlint/bin/oxlint', '--type-aware', '--deny-warnings') },
  { name: 'unused', title: '无用代码', args: tool('knip/bin/knip.js') },
  { name: 'build', title: '编译', work: prepareProgram },
  { name: 'rows', title: '行类型与数据库结构一致', args: ['scripts/rows.mjs', '--check'] },
  { name: 'vitest', title: '测试', ...vitest() },
  { name: 'journeys', title: '浏览器走查', ...playwright() },
]

const only = process.argv.find((word) => word.startsWith('--only='))
const wanted = only?.slice('--only='.length).split(',')
const without = process.argv.includes('--no-journeys') ? ['journeys'] : []

await runStages(stages.filter(({ name }) => (wanted ? wanted.includes(name) : !without.includes(name))))
