import { expect, it } from 'vitest'
import { isOwnName, namedSources, withoutChannel } from './source-names.ts'

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

it.each<[string, boolean]>([
  ['临湖区应急管理局', true],
  ['区应急管理局', true],
  ['临湖应急', true],
  ['临湖应急微信公众号', true],
  ['临湖区委宣传部', true],
  ['区委宣传部', true],
  ['应急管理局', false],
  ['云溪区应急管理局', false],
  ['区教育局', false],
  ['应急', false],
])('%j is the district’s own: %j', (name, isOwn) =>
  expect(isOwnName(name, ['临湖区应急管理局', '临湖应急', '中共临湖区委宣传部'])).toBe(isOwn),
)
