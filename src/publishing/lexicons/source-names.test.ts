import { expect, it } from 'vitest'
import { namedSources, withoutChannel } from './source-names.ts'

it.each<[string, string[]]>([
  ['新华社', ['新华社']],
  ['新华社、人民日报', ['新华社', '人民日报']],
  ['新华社，人民日报', ['新华社', '人民日报']],
  ['综合新华社、人民日报', ['新华社', '人民日报']],
  ['新华社（记者 张三）', ['新华社']],
  ['微信公众号“健康江南”', ['健康江南']],
  ['江南省综合频道', ['江南省综合频道']],
  ['人民日报编辑部', ['人民日报编辑部']],
  ['？？', ['？？']],
])('the field %j names %j', (field, names) => expect(namedSources(field)).toEqual(names))

it.each([
  ['人民日报客户端', '人民日报'],
  ['人民日报微信公众号', '人民日报'],
  ['江南省人民政府网站', '江南省人民政府'],
  ['人民网', '人民网'],
  ['公众号', '公众号'],
])('%j is read in a channel of %j', (name, bare) => expect(withoutChannel(name)).toBe(bare))
