import { replay, ruleSetName } from '../../monitoring/index.ts'
import { defineTool } from '../command.ts'
import { readInput } from '../input.ts'

/** Judges facts from a file without a database. Whatever stands in the file, there is an outcome. */
export const replayFacts = defineTool({
  operands: '事实文件|-',
  summary: '按文件所列事实重新判定，不用数据库、不写入',
  options: {},
  optionHelp: {},
  async run({ out, json, positionals: [name = '-'] }) {
    const judged = replay(parsed(new TextDecoder().decode(await readInput(name))))
    if (json) return out.result(JSON.stringify(judged))
    if (judged.outcome === 'malformed') {
      const lines = judged.problems.map(({ at, wanted }) => `${at || '文件'}：${wanted}`)
      return out.result(['事实文件无法判定，请改正后重试：', ...lines].join('\n'))
    }
    const verdicts = { qualified: '合格', unqualified: '不合格', unknown: '无法判定' }
    const lines = judged.accounts.map(({ name: account, verdict, results }) => {
      const failed = results.filter(({ value }) => value === 'fail').map(({ indicator }) => indicator)
      return `${account}　${verdicts[verdict]}${failed.length > 0 ? `（${failed.join('、')}）` : ''}`
    })
    const notices = judged.notices.map(({ at, sentence }) => `${at || '文件'}：${sentence}`)
    return out.result(
      [`监测时间点 ${judged.checkpoint} 24:00，${ruleSetName(judged.rules)}。`, ...lines, ...notices].join('\n'),
    )
  },
})

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
