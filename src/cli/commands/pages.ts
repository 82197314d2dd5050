import { pageStateLabels, parsePage } from '../../collection/index.ts'
import { defineTool, UsageError } from '../command.ts'
import { readInput } from '../input.ts'

/** Prints what a public page says. Whatever the bytes are, there is an outcome. */
export const pageParse = defineTool({
  operands: '文件|-',
  summary: '解析公开网页（公众号文章、政府网站文章），不写入',
  options: { url: { type: 'string' } },
  optionHelp: { url: '网页的网址' },
  async run({ out, json, values, positionals: [name = '-'] }) {
    const { url } = values
    if (typeof url !== 'string') throw new UsageError('请用 --url 写明网页的网址。')
    const read = parsePage(await readInput(name), url)
    if (json) return out.result(JSON.stringify(read))
    const { state, why, account, entity, title, publishedAt } = read
    const lines = [account && `账号：${account}`, entity && `主体：${entity}`, title && `标题：${title}`]
    return out.result(
      [`${pageStateLabels[state]}${why ? `（${why}）` : ''}`, ...lines, publishedAt && `时间：${publishedAt}`]
        .filter(Boolean)
        .join('\n'),
    )
  },
})
