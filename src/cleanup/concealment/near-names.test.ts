import { describe, expect, it } from 'vitest'
import { nearNames } from './near-names.ts'

const isNear = (kept: string, found: string) => nearNames([[kept, 'it']]).find(found).length === 1

describe('two names are near', () => {
  it.each([
    ['one letter replaced', '临湖水务', '临湖水物'],
    ['one letter left out', '临湖水务', '临水务'],
    ['one letter put in', '临湖水务', '临湖水务局'],
    ['one letter moved', '临湖水务', '临水湖务'],
    ['a rest of two letters', '水务局', '水物局'],
    ['the same', '水务', '水务'],
  ])('with %s', (_what, kept, found) => {
    expect([isNear(kept, found), isNear(found, kept)]).toEqual([true, true])
  })

  it.each([
    ['two letters replaced', '临湖水务', '临湖教育'],
    ['a rest of one letter, which half of the words share', '民政', '民宿'],
    ['one letter of three', '水务局', '水土流失'],
  ])('not with %s', (_what, kept, found) => {
    expect([isNear(kept, found), isNear(found, kept)]).toEqual([false, false])
  })

  it('and each that stands under near names is told once', () => {
    const near = nearNames([
      ['临湖水务', 'water'],
      ['临湖水务局', 'water'],
      ['临湖教育', 'education'],
    ])
    expect(near.find('临湖水物')).toEqual(['water'])
    expect(near.find('临湖文旅')).toEqual([])
  })
})
