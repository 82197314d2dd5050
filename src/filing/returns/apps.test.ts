import { describe, expect, it } from 'vitest'
import { askedDistrict as district, typed } from '../../../tests/support/asked-district.ts'
import { wholeApp } from '../../../tests/support/filled-forms.ts'
import { districtId } from '../../../tests/support/monitored-district.ts'
import { formText } from '../../documents/index.ts'
import { paperHash, papersOf } from './content.ts'
import { saveEntry } from './fill.ts'
import { formsOf } from './papers.ts'
import { readPrint } from './print.ts'
import { lastAnswers } from './records.ts'

/** A unit that adds its mini-program to what the ledger knows. */
async function withApp(answers = wholeApp) {
  const place = await district()
  await place.whole()
  const { accountId } = await saveEntry(place.start, place.editor, {
    districtId,
    returnId: place.returnId,
    answers: { ...typed, ...answers },
  })
  return { ...place, appId: accountId }
}

describe('应用程序备案表 in a return', () => {
  it('is printed for the mini-program alone, signed and sealed as every paper, and comes back next time', async () => {
    const place = await withApp()
    await place.print()
    const content = (await readPrint(place.deps.db, place.deps.vault, districtId, {
      returnId: place.returnId,
      number: 1,
    }))!
    expect(papersOf(content).map(({ form }) => form)).toEqual(['annex1', 'annex1', 'annex2', 'govapp'])
    const said = formText(await formsOf({ returnId: place.returnId, number: 1, content }, `govapp/${place.appId}`))
    for (const word of ['临湖通', '微信小程序', '临应备〔2026〕0001号', '秦予安', '信息股股长'])
      expect(said).toContain(word)
    const paper = papersOf(content).find(({ form }) => form === 'govapp')!
    const renamed = content.entries.map((entry) =>
      entry.accountId === place.appId ? { ...entry, answers: { ...entry.answers, name: '临湖通办' } } : entry,
    )
    // What stands at its head is hashed, too.
    expect(paperHash({ ...content, entries: renamed }, paper)).not.toBe(paperHash(content, paper))
    await place.scan()
    await place.submit()
    await place.check()
    expect((await place.accept()).numbers).toHaveLength(2)
    const last = await lastAnswers(place.deps.db, place.deps.vault, districtId, [place.appId])
    expect(last.get(place.appId)).toMatchObject({ opsTeam: wholeApp['opsTeam'], handlerPost: '信息股股长' })
    expect(last.get(place.appId)).not.toHaveProperty('leaderName')
  })

  it('keeps the names of 经办人 sealed', async () => {
    const place = await withApp()
    const rows = await place.deps.db.selectFrom('filing_entry').select(['annex1', 'annex2']).execute()
    expect(JSON.stringify(rows)).toContain('临应备〔2026〕0001号')
    expect(JSON.stringify(rows)).not.toMatch(/秦予安|信息股股长|qinyuan/)
    expect((await place.entries()).find((one) => one.accountId === place.appId)?.answers).toMatchObject(wholeApp)
  })

  it('stands in the way of printing until it is whole', async () => {
    const place = await withApp({ ...wholeApp, cacFilingNo: '', gradedProtection: '' })
    const refused = await place.print().catch((error: Error) => error)
    expect(refused).toMatchObject({ code: 'return.not-complete' })
    for (const word of ['国家网信办备案编号', '等保测评']) expect((refused as Error).message).toContain(word)
  })
})
