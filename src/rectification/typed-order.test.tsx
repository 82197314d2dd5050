import { expect, it } from 'vitest'
import { civilDate, instant, month, quarter } from '../calendar/index.ts'
import type { ConfirmedFinding } from '../monitoring/index.ts'
import { NewOrderPage } from './pages/new-order.tsx'
import { typedOrder } from './typed-order.ts'

const found = (id: string, of: string, accountId: string): ConfirmedFinding => ({
  findingId: id,
  month: month(of),
  checkpoint: civilDate(`${of}-28`),
  accountId,
  accountName: `账号${accountId}`,
  platform: 'weibo',
  unitId: 'u',
  unitName: '临湖区水务局',
  unitKind: 'department',
  indicator: 'N-NM-02a',
  label: '内容不更新',
  about: 'account',
  class: 'veto',
  clause: '条款',
  facts: {},
  sentence: `${of}两周内无更新`,
  particulars: '',
  sources: null,
  decidedBy: 'user:reviewer',
  decidedAt: instant('2026-10-01T00:00:00.000Z'),
})

const text = (node: unknown) => String(node)

it('a problem of two months is one line with both months, and goes into the order with both', () => {
  const findings = [found('f8', '2026-08', '甲'), found('f9', '2026-09', '甲'), found('g9', '2026-09', '乙')]
  const page = text(
    <NewOrderPage
      csrf="c"
      quarter={quarter('2026Q3')}
      quarters={[quarter('2026Q3')]}
      waiting={[{ unitId: 'u', unitName: '临湖区水务局', findings }]}
      issuers={{ notice: '办公室', letter: '局' }}
      typed={undefined}
      problem={undefined}
    />,
  )
  expect(page).toContain('2 个问题')
  expect(page.match(/内容不更新（/g)).toHaveLength(2)
  expect(page).toContain('2026年8月、2026年9月　账号甲')
  const boxes = [...page.matchAll(/name="findings" value="([^"]+)"/g)].map(([, value]) => value!)
  expect(boxes).toEqual(['f8 f9', 'g9'])
  const [field = ''] = page.match(/requirement-f9/) ?? []
  const typed = typedOrder({ findings: boxes, form: 'letter', [field]: '三日内恢复更新' })
  expect(typed).toMatchObject({ findings: ['f8', 'f9', 'g9'], form: 'letter' })
  expect(typed.requirements).toMatchObject({ f8: '三日内恢复更新', f9: '三日内恢复更新', g9: '' })
})
