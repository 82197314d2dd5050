import { describe, expect, it } from 'vitest'
import { duplicateHint, formerNamesIn, guessUnitKind, plainUnitName, similarTo, survivingUnit } from './rules.ts'

describe('the kind of a unit, guessed from its name', () => {
  it.each([
    ['石埠镇人民政府', 'township'],
    ['云渡乡', 'township'],
    ['望湖街道办事处', 'subdistrict'],
    ['临湖农场', 'farm'],
    ['柳堤林场', 'farm'],
    ['芦苇渔场管理委员会', 'farm'],
    ['临湖区委宣传部', 'party'],
    ['临湖区纪委监委', 'party'],
    ['团区委', 'mass_organisation'],
    ['临湖区妇联', 'mass_organisation'],
    ['临湖区总工会', 'mass_organisation'],
    ['临湖城投集团', 'state_enterprise'],
    ['临湖水务有限公司', 'state_enterprise'],
    ['国家税务总局临湖区税务局', 'vertical'],
    ['临湖区消防救援大队', 'vertical'],
    ['临湖区教育局', 'department'],
    ['临湖区卫生健康委员会', 'department'],
    ['区政府办', 'department'],
    ['临湖区融媒体中心', 'institution'],
    ['临湖区疾控所', 'unknown'],
    ['中国人民银行云泽支行', 'unknown'],
    ['区人大常委会办公室', 'unknown'],
    ['区人民法院', 'unknown'],
    ['新桥社区', 'unknown'],
    ['新桥社区居民委员会', 'unknown'],
    ['清流县', 'unknown'],
    ['清流县人民政府', 'unknown'],
    ['经济开发区管理委员会', 'unknown'],
    ['张家港市机关幼儿园', 'institution'],
  ])('%s is %s', (name, kind) => {
    expect(guessUnitKind(name)).toBe(kind)
  })
})

it('knows one office under the names that papers of its district use', () => {
  const district = { name: '临湖区', shortName: '临湖' }
  const plain = (name: string) => plainUnitName(name, district)
  expect(new Set(['临湖区水务局', '区水务局', '水务局', '临湖水务局'].map(plain))).toEqual(new Set(['水务局']))
  expect(plain('石埠镇人民政府')).toBe(plain('石埠镇'))
  expect(plain('望湖街道办事处')).toBe(plain('望湖街道'))
  expect(plain('区委宣传部')).not.toBe(plain('宣教部'))
})

it('offers at most three similar names, best first', () => {
  const similar = similarTo(['临湖区水务局', '临湖区水利局', '临湖区税务局', '临湖区农业局', '石埠镇'])
  expect(similar('临湖区水物局')[0]).toBe('临湖区水务局')
  expect(similar('临湖区水物局').length).toBeLessThanOrEqual(3)
  expect(similar('望湖街道')).toEqual([])
})

it('hints at a second account on one platform family, and only there', () => {
  const others = [{ name: '临湖水务', platform: 'wechat_official' }] as const
  expect(duplicateHint({ name: '水润临湖', platform: 'wechat_service' }, others)).toContain(
    '一个单位原则上在同一平台上只开设一个账号',
  )
  expect(duplicateHint({ name: '临湖水务', platform: 'wechat_channels' }, others)).toBeUndefined()
})

it.each([
  [null, []],
  ['', []],
  ['临湖水利', ['临湖水利']],
  ['临湖水利、临湖水政', ['临湖水利', '临湖水政']],
  ['临湖水利，临湖水政；水利在线', ['临湖水利', '临湖水政', '水利在线']],
  ['临湖水利/临湖水政', ['临湖水利', '临湖水政']],
  ['临湖水利\n临湖水政\r\n水利在线', ['临湖水利', '临湖水政', '水利在线']],
  [' 临湖水利 ;, 临湖水利、', ['临湖水利']],
])('曾用名 %j are the names %j', (cell, names) => {
  expect(formerNamesIn(cell)).toEqual(names)
})

describe('the unit that answers after 撤并', () => {
  // Asked more often than there are units, somebody goes round in a circle.
  const lookedUp = (pairs: Readonly<Record<string, string | null>>) => {
    const units = new Map(Object.entries(pairs).map(([id, mergedInto]) => [id, { id, mergedInto }]))
    let asked = 0
    const get = (id: string) => {
      if (++asked > 10) throw new RangeError('no end')
      return units.get(id)
    }
    return (from: string) => survivingUnit(units.get(from)!, Object.assign(new Map(units), { get })).id
  }

  it('is the last one of those it was merged into', () => {
    expect(lookedUp({ 文化局: '文旅局', 文旅局: '文旅广体局', 文旅广体局: null })('文化局')).toBe('文旅广体局')
  })

  it('is found also where units were merged in a circle', () => {
    expect(lookedUp({ 文化局: '旅游局', 旅游局: '文化局' })('文化局')).toBe('旅游局')
    expect(lookedUp({ 体育局: '文化局', 文化局: '旅游局', 旅游局: '文化局' })('体育局')).toBe('旅游局')
  })
})
