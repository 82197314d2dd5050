import { describe, expect, it } from 'vitest'
import { askedDistrict, supervisor } from '../../../tests/support/asked-district.ts'
import { wholeApp } from '../../../tests/support/filled-forms.ts'
import { districtId } from '../../../tests/support/monitored-district.ts'
import { civilDate } from '../../calendar/index.ts'
import { annex1Form, annex2Form, fieldsOf, govAppForm, labelOf } from '../forms/index.ts'
import { burdenOf } from './burden.ts'
import { prepareCampaign } from './prepare.ts'

const count = [annex1Form, annex2Form, govAppForm].map((form) => fieldsOf(form).length) as [number, number, number]
const [first, second, app] = count

describe('the burden of a campaign', () => {
  it('is fields times accounts, 应用程序备案表 counted for apps alone', async () => {
    const { deps } = await askedDistrict({
      accounts: ['临湖水务', ['临湖通', 'wechat_miniprogram'], ['临湖微博', 'weibo']],
    })
    const wanted = { forms: ['annex1', 'annex2'], unitKinds: ['department'], today: civilDate('2028-01-01') }
    expect(await burdenOf(deps.db, districtId, wanted)).toMatchObject({
      units: 1,
      accounts: 3,
      apps: 1,
      cells: (first + second) * 3 + app,
      forms: [
        { id: 'annex1', fields: first, accounts: 3 },
        { id: 'annex2', fields: second, accounts: 3 },
        { id: 'govapp', fields: app, accounts: 1 },
      ],
    })
    expect((await burdenOf(deps.db, districtId, { ...wanted, forms: ['annex1'] })).cells).toBe(first * 3 + app)
    const nobody = await burdenOf(deps.db, districtId, { ...wanted, unitKinds: ['township'] })
    expect(nobody).toMatchObject({ units: 0, accounts: 0, cells: 0 })
    // A unit that has no app is not asked for one.
    await deps.db.updateTable('account').set({ running_state: 'closed' }).where('name', '=', '临湖通').execute()
    const { forms } = await burdenOf(deps.db, districtId, wanted)
    expect(forms.map(({ id }) => id)).toEqual(['annex1', 'annex2'])
  })

  it('names each field that these units were asked within twelve months, by which campaign, and no other', async () => {
    const place = await askedDistrict({ forms: ['annex1'], accounts: [['临湖通', 'wechat_miniprogram']] })
    await place.unit('石埠镇人民政府', { kind: 'township' })
    const asked = async (day: string, unitKinds = ['department']) => {
      const wanted = { forms: ['annex1', 'annex2'], unitKinds, today: civilDate(day) }
      const { forms } = await burdenOf(place.deps.db, districtId, wanted)
      return forms.map((form) =>
        form.asked.map(({ labels, before }) => [labels.length, before.map(({ title, units }) => `${title}/${units}`)]),
      )
    }
    const once = ['2026年政务新媒体专项排查/1']
    // 应用程序备案表 counts where one was begun.
    expect(await asked('2026-09-01')).toEqual([[[first, once]], [[second, []]], [[app, []]]])
    await place.choose()
    await place.fillIn(wholeApp)
    expect(await asked('2026-09-01')).toEqual([[[first, once]], [[second, []]], [[app, once]]])
    expect(await asked('2027-06-16')).toEqual([[[first, once]], [[second, []]], [[app, once]]])
    expect(await asked('2027-06-17')).toEqual([[[first, []]], [[second, []]], [[app, []]]])
    // Other units were never asked.
    expect(await asked('2026-09-01', ['township'])).toEqual([[[first, []]], [[second, []]]])
    const { forms } = await burdenOf(place.deps.db, districtId, {
      forms: ['annex1'],
      unitKinds: ['department'],
      today: civilDate('2026-09-01'),
    })
    expect(forms[0]?.asked[0]?.labels).toEqual(fieldsOf(annex1Form).map(labelOf))
  })

  it('wants a reason where the same units are asked again, and none where others are', async () => {
    const place = await askedDistrict()
    await place.unit('石埠镇人民政府', { kind: 'township' })
    const soon = place.at('2026-09-01T01:00:00.000Z')
    const again = (title: string, unitKinds: ('department' | 'township')[]) =>
      prepareCampaign(soon, supervisor, {
        districtId,
        title,
        basis: '通知',
        basisNumber: '临政办〔2026〕9号',
        unitKinds,
        forms: ['annex2'],
        filingUntil: civilDate('2026-09-20'),
        reminderDays: [1],
        contact: '监管股',
      })
    await expect(again('再次排查', ['department', 'township'])).rejects.toMatchObject({
      code: 'campaign.repeat-reason-required',
    })
    await again('乡镇排查', ['township'])
  })
})
