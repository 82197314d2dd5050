import { expect, it } from 'vitest'
import { saidSource } from './said-source.ts'

it.each<[string, string | null]>([
  ['国务院常务会议召开。\n来源：中国政府网', '中国政府网'],
  ['文章来源 : 新华社\n国务院常务会议召开。', '新华社'],
  ['（转自：生活小贴士）', '生活小贴士'],
  ['来源 | 健康时报 编辑 | 某某', '健康时报'],
  ['【来源：人民网】\n正文', '人民网'],
  ['项目资金来源：财政拨款。', null],
  ['来源：财政拨款，其余自筹。', null],
  ['来源：甲报社\n来源：乙报社', null],
  ['没有说明来源的一篇', null],
])('%j is from %j', (text, source) => expect(saidSource(text)).toBe(source))
