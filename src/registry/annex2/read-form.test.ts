import { expect, it } from 'vitest'
import { civilDate } from '../../calendar/index.ts'
import { addFormLine, emptyForm } from './read-form.ts'
import { readOpenedOn } from './read-numbers.ts'

it('the first 统计时间截至 of a form stands, as its first 填表单位 does', () => {
  const form = emptyForm()
  addFormLine(form, [{ row: 2, column: 'A', text: '填表单位：临湖区水务局　统计时间截至2026年9月30日' }])
  addFormLine(form, [{ row: 9, column: 'A', text: '填表单位：临湖区教育局　统计时间截至2026年10月31日' }])
  expect(form).toMatchObject({ unit: '临湖区水务局', countedUntil: '2026-09-30' })
})

it('an account may have been opened today, not tomorrow', () => {
  const cell = { kind: 'text', text: '2026年10月12日' } as const
  expect(readOpenedOn(cell, civilDate('2026-10-12'))).toMatchObject({ value: { day: '2026-10-12' } })
  expect(readOpenedOn(cell, civilDate('2026-10-11'))).toEqual({ wanted: '开通时间不能晚于今天' })
})
