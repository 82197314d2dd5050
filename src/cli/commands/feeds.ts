import { parseFeed } from '../../collection/index.ts'
import { defineTool } from '../command.ts'
import { readInput } from '../input.ts'

/** Prints what a feed says. Whatever the bytes are, there is an outcome. */
export const feedParse = defineTool({
  operands: '文件|-',
  summary: '解析订阅源（RSS、Atom、JSON Feed），不写入',
  options: { url: { type: 'string' } },
  optionHelp: { url: '订阅源的网址，用于补全相对链接' },
  async run({ out, json, values, positionals: [name = '-'] }) {
    const { url } = values
    const read = parseFeed(await readInput(name), typeof url === 'string' ? { 'content-location': url } : {})
    if (json) return out.result(JSON.stringify(read))
    if (read.outcome === 'malformed') return out.result(`无法解析：${read.why}`)
    const lines = read.entries.map(({ title, link, published, updated }) =>
      [published ?? updated ?? '无时间', title ?? '无标题', link ?? ''].join('　'),
    )
    return out.result([`${read.feed.title ?? '无标题'}，条目 ${lines.length} 个。`, ...lines].join('\n'))
  },
})
