import { describe, expect, it } from 'vitest'
import { askedDistrict, officeHead, supervisor } from '../../../tests/support/asked-district.ts'
import { districtId } from '../../../tests/support/monitored-district.ts'
import { type CivilDate, civilDate } from '../../calendar/index.ts'
import { closeCampaign } from '../../filing/campaigns/run.ts'
import { formText } from '../../documents/index.ts'
import { formsOf } from '../../filing/returns/papers.ts'
import { eventsOf } from '../../trail/index.ts'
import { listItems } from './queries.ts'
import { wordsIntoItems } from './signed-words.ts'
import { confirmItem, decideItem, freezeProposals } from './work.ts'

const today = civilDate('2026-06-16')

/** A department's account, proposed to be explained, because a department opens none of its own in principle. */
async function district() {
  const place = await askedDistrict()
  const deps = place.at('2026-06-16T02:00:00.000Z')
  const freeze = (asOf: CivilDate = today) => freezeProposals(deps, supervisor, { districtId, asOf })
  const items = async () => (await listItems(deps.db, { districtId }, today, { offset: 0, limit: 9 })).rows
  const item = async () => (await items())[0]!
  const accepted = async () => {
    await place.handedIn()
    await place.check()
    return place.accept(undefined, wordsIntoItems)
  }
  return { ...place, deps, freeze, items, item, accepted }
}

describe('the unit’s word on an item', () => {
  it('comes out of the signed 附件2 that was accepted, with its 备案号, and is recorded', async () => {
    const { freeze, item, accepted, returnId, deps } = await district()
    await freeze()
    expect(await item()).toMatchObject({ state: 'proposed', unitDisposition: null })
    const { numbers } = await accepted()
    const { id, ...said } = await item()
    expect(said).toMatchObject({
      state: 'unit-confirmed',
      unitDisposition: 'keep',
      unitSaidBy: 'user:unit_editor',
      unitReturnId: returnId,
      unitReturnPrint: 1,
      unitFilingNumber: numbers[0],
      version: 2,
    })
    const events = await eventsOf(deps.db, districtId, { kind: 'cleanup-item', id })
    expect(events.map(({ action }) => action)).toEqual(['cleanup.word-taken'])
  })

  it('carries the reason for which an account is kept, as it stands below the signed 附件2', async () => {
    const { freeze, item, items, fillIn, whole, print, scan, submit, check, accept, printed, returnId, now, at } =
      await district()
    await freeze()
    await whole()
    await fillIn({ keepReason: '供水抢修信息须即时直达用户', entityNote: '与主办单位为同一单位' })
    for (const step of [print, scan, submit, check]) await step()
    await accept(undefined, wordsIntoItems)
    const reason = '供水抢修信息须即时直达用户；与主办单位为同一单位'
    expect(await item()).toMatchObject({ unitDisposition: 'keep', unitReason: reason })
    await freezeProposals(at('2026-06-17T02:00:00.000Z'), supervisor, { districtId, asOf: civilDate('2026-06-17') })
    expect((await items()).map(({ unitReason }) => unitReason)).toEqual([reason, reason])
    const content = await printed()
    const said = async (more: object = {}) =>
      formText(
        await formsOf({ returnId, number: (await now()).printNumber, content: { ...content, ...more } }, 'annex2'),
      )
    for (const words of ['保留理由：供水抢修信息须即时直达用户', '认证主体说明：与主办单位为同一单位'])
      expect(await said()).toContain(`临湖水务　微信公众号　${words}`)
    expect(await said({ formVersions: { ...content.formVersions, annex2: '2019' } })).not.toContain('保留理由')
  })

  it('is there from the beginning where the proposal came later, while the campaign runs', async () => {
    const { freeze, item, accepted } = await district()
    await accepted()
    await freeze()
    expect(await item()).toMatchObject({ state: 'unit-confirmed', unitDisposition: 'keep' })
  })

  it('is not put into its mouth again once the campaign is over', async () => {
    const { freeze, item, accepted, campaign, at } = await district()
    await accepted()
    const over = at('2026-06-22T01:00:00.000Z')
    await closeCampaign(over, officeHead, { districtId, campaignId: campaign.id, version: 2 })
    await freeze()
    expect(await item()).toMatchObject({ state: 'proposed', unitDisposition: null, unitFilingNumber: null })
  })

  it('signed and sealed is not changed by a click, and takes the place of one', async () => {
    const { freeze, item, accepted, editor, deps } = await district()
    await freeze()
    const say = async () => {
      const { id, version } = await item()
      return confirmItem(deps, editor, {
        districtId,
        itemId: id,
        version,
        disposition: 'close',
        reason: '本单位决定不再开设',
      })
    }
    await say()
    expect(await item()).toMatchObject({ unitDisposition: 'close', unitFilingNumber: null })
    await accepted()
    expect(await item()).toMatchObject({ unitDisposition: 'keep' })
    await expect(say()).rejects.toMatchObject({ code: 'cleanup.word-signed' })
  })

  it('does not touch what was decided', async () => {
    const { freeze, item, accepted, deps } = await district()
    await freeze()
    const { id, version } = await item()
    await decideItem(deps, officeHead, { districtId, itemId: id, version, disposition: 'keep', reason: '确有需要' })
    await accepted()
    expect(await item()).toMatchObject({ state: 'closed', unitDisposition: null, unitFilingNumber: null })
  })
})
