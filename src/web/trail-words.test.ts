import { expect, it } from 'vitest'
import { refusedWords, trailLines } from './trail-words.ts'

it('says a record in words, with ids and digests by their first signs', () => {
  const record = {
    state: 'returned',
    unitId: '01a2b3c4-0000-7000-8000-00000000abcd',
    roles: ['supervisor', 'acceptor'],
    coverage: { registered: 29, unknown: 2 },
    neverUpdated: false,
    strange: '原样',
  }
  const said = trailLines(record).map(({ label, words, inside }) => [
    label,
    words || inside.map((one) => `${one.label} ${one.words}`).join('，'),
  ])
  expect(said).toEqual([
    ['状态', '退回补正'],
    ['主办单位', '编号 …0000abcd'],
    ['角色', '监管员、受理人'],
    ['采集情况', '应检 29，未采集 2'],
    ['从未发布过任何内容', '否'],
    ['strange', '原样'],
  ])
})

it('says what was refused in the same words, also under the name that its code had before', () => {
  for (const of of ['paper', 'return']) {
    const after = { refusal: `${of}.signature-wrong-role`, attempted: 'filing.accept' }
    expect(refusedWords({ action: 'return.refused', after })).toBe('受理备案报送：签字人不是主要领导')
  }
})
