import { describe, expect, it } from 'vitest'
import { type Compared, signsOf } from './rules.ts'

const district = { name: '临湖区', shortName: '临湖' }
const unit = { name: '临湖区行政审批服务局', shortName: '区审批局' }
const account = (name: string, more: Partial<Compared> = {}): Compared => ({
  name,
  formerly: null,
  identifier: null,
  profileUrl: null,
  unit,
  ...more,
})

describe('two accounts of one unit on one platform look alike (123号: 同一平台上只开设一个账号)', () => {
  it.each<[string, Compared, Compared, string]>([
    ['by the same name', account('临湖审批'), account('临湖 审批'), '名称相同'],
    ['by generic words', account('临湖水务'), account('临湖区水务局发布'), '名称同为“水务”'],
    [
      'by the unit’s short name',
      account('临湖区行政审批服务局'),
      account('临湖审批局'),
      '一个用单位全称，一个用单位简称',
    ],
    ['one within the other', account('临湖节水'), account('临湖节水小课堂'), '包含'],
    ['by most letters', account('湖畔民政之窗'), account('湖畔民政之声'), '大部分字相同'],
    ['by a former name', account('临湖数据', { formerly: '临湖政务服务' }), account('临湖政务服务'), '曾用名'],
    [
      'by their number',
      account('甲地政声', { identifier: 'LHZS' }),
      account('临湖之声', { identifier: 'lhzs ' }),
      '标识',
    ],
    [
      'by their page',
      account('甲地政声', { profileUrl: 'https://weibo.example/u/1/' }),
      account('临湖之声', { profileUrl: 'http://weibo.example/u/1' }),
      '主页链接相同',
    ],
  ])('%s', (_how, one, other, wanted) => {
    expect(signsOf(one, other, district).join('；')).toContain(wanted)
    expect(signsOf(other, one, district).join('；')).toContain(wanted)
  })

  it.each<[string, Compared, Compared]>([
    ['by what they do not say', account('河长制'), account('节约用水')],
    ['by blank numbers', account('河长制', { identifier: '' }), account('节约用水', { identifier: ' ' })],
    ['by the district’s name alone', account('临湖教育'), account('临湖民政')],
    ['by a former name of its own', account('河长制', { formerly: '河湖长制' }), account('节约用水')],
  ])('and not %s', (_how, one, other) => {
    expect(signsOf(one, other, district)).toEqual([])
  })

  it('tells one likeness of names once, beside the others', () => {
    const signs = signsOf(
      account('临湖水务', { identifier: 'lhsw' }),
      account('临湖水务发布', { identifier: 'lhsw' }),
      district,
    )
    expect(signs).toEqual(['账号标识都是“lhsw”', '去掉地名、平台和“发布”“政务”等字样后，名称同为“水务”'])
  })
})
