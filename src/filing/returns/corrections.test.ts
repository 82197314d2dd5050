import { describe, expect, it } from 'vitest'
import { acceptor, askedDistrict, foundOn } from '../../../tests/support/asked-district.ts'
import { actorOf, districtId } from '../../../tests/support/monitored-district.ts'
import { checkPapers } from './check.ts'
import { printInForceOf } from '../checking/checks.ts'
import { correctionsOf } from '../checking/corrections.ts'
import { confirmCorrections, transcribeCorrection } from './corrections.ts'

const second = actorOf('acceptor', 'user:second')

/** A return that was handed in; `differing` papers don't say what was printed. */
async function district(differing: readonly string[] | 'all' = 'all') {
  const place = await askedDistrict()
  await place.handedIn()
  const annex1 = `annex1/${place.accountIds[0]}`
  const found = await foundOn(place, await place.now())
  const checks = [annex1, 'annex2'].map((paper) => ({
    paper,
    signedBy: 'principal' as const,
    sealed: true,
    ...found,
    matches: differing !== 'all' && !differing.includes(paper),
  }))
  await checkPapers(place.start, acceptor, { ...(await place.here()), checks })
  const transcribe = async (paper: string, field: string, written: string, accountId = place.accountIds[0]!) =>
    transcribeCorrection(place.start, acceptor, { ...(await place.here()), paper, accountId, field, written })
  const confirm = async (actor = second) => confirmCorrections(place.start, actor, await place.here())
  return { ...place, annex1, transcribe, confirm }
}

describe('手写更正', () => {
  it('counts once a second person has confirmed it, and goes into the ledger', async () => {
    const { annex1, transcribe, confirm, accept, accountIds, deps, now } = await district()
    await transcribe(annex1, 'followers', '8421')
    await transcribe('annex2', 'followers', '8421')
    await expect(accept()).rejects.toMatchObject({ code: 'paper.correction-unconfirmed', params: { count: 2 } })
    await expect(confirm(acceptor)).rejects.toMatchObject({ code: 'access.maker-is-checker' })
    await confirm()
    const words = { accountId: accountIds[0], field: 'followers', printed: '8412', written: '8421' }
    const hands = { transcribed: { by: acceptor.id }, confirmed: { by: second.id } }
    expect(await correctionsOf(deps.db, deps.vault, printInForceOf('return', districtId, await now()))).toMatchObject([
      { ...words, ...hands, paper: annex1 },
      { ...words, ...hands, paper: 'annex2' },
    ])
    await accept()
    // 附件2注9 names 06-21; what was signed on 06-16 was counted by then.
    expect(await deps.db.selectFrom('account').select(['followers', 'followers_on as on']).execute()).toEqual([
      { followers: 8421, on: '2026-06-16' },
    ])
  })

  it.each([
    ['a field of no form of this account', 'annex1', 'opsTeam', '王某', 'record.not-found'],
    ['a field of another paper', 'annex2', 'adminQq', '12345', 'record.not-found'],
    ['the platform of an account that the ledger knows', 'annex2', 'platform', 'weibo', 'record.not-found'],
    ['what was printed anyway', 'annex1', 'followers', '8412', 'paper.correction-same'],
    ['a blank where the form wants an answer', 'annex1', 'name', '', 'paper.correction-not-valid'],
    ['what can’t be read', 'annex1', 'followers', '不详', 'paper.correction-not-valid'],
  ])('is refused for %s', async (_what, paper, field, written, code) => {
    const { annex1, transcribe } = await district()
    await expect(transcribe(paper === 'annex1' ? annex1 : paper, field, written)).rejects.toMatchObject({ code })
  })

  it('is of the papers that were handed in then: handed in again, it is transcribed again where it stands', async () => {
    const { annex1, transcribe, confirm, accept, ...place } = await district([])
    await transcribe(annex1, 'followers', '8421')
    await place.back()
    await place.scan()
    await place.submit()
    await expect(confirm()).rejects.toMatchObject({ code: 'record.not-found' })
    await place.check()
    await accept()
    expect(await place.deps.db.selectFrom('account').select('followers').execute()).toEqual([{ followers: 8412 }])
  })

  it('of two people is confirmed by each of the other', async () => {
    const { annex1, transcribe, confirm, accept, ...place } = await district()
    await transcribe(annex1, 'followers', '8421')
    const own = { paper: 'annex2', accountId: place.accountIds[0]!, field: 'followers', written: '8421' }
    await transcribeCorrection(place.start, second, { ...(await place.here()), ...own })
    await confirm(second)
    await expect(accept()).rejects.toMatchObject({ code: 'paper.correction-unconfirmed', params: { count: 1 } })
    await confirm(acceptor)
    await accept()
  })

  it('of one paper excuses no other', async () => {
    const { annex1, transcribe, confirm, accept } = await district()
    await transcribe(annex1, 'adminQq', '12345')
    await confirm()
    await expect(accept()).rejects.toMatchObject({ code: 'paper.differs-from-print' })
  })

  it('must be the same on both papers that print the field', async () => {
    const { annex1, transcribe, confirm, accept } = await district()
    await transcribe(annex1, 'followers', '8421')
    await transcribe('annex2', 'followers', '9000')
    await confirm()
    await expect(accept()).rejects.toMatchObject({ code: 'return.corrections-disagree' })
  })

  it('is refused where the form could not have been printed so', async () => {
    const { transcribe, confirm, accept } = await district(['annex2'])
    await transcribe('annex2', 'certifiedEntity', '临湖文化传播有限公司')
    await confirm()
    await expect(accept()).rejects.toMatchObject({ code: 'return.corrected-not-complete' })
  })
})
