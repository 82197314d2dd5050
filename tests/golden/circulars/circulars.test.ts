import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { replay } from '../../../src/monitoring/replay/replay.ts'
import { describeWithShared } from '../../support/shared.ts'
import { transcribed, type Transcribed, whyWords } from './facts.ts'
import { dayJudged, type PublishedCase, type PublishedFinding, publishedCases } from './read-cases.ts'
import { recomputed, type SumResult } from './sums.ts'

/** Judges what a sentence tells of its account, and compares verdict and finding with what was printed. */
function judged(one: PublishedCase, finding: PublishedFinding, told: Transcribed): string {
  const { indicator, facts, rules, explained } = told
  const known = one.accounts.find(({ name }) => name === finding.account)
  if (facts) {
    const result = replay({
      checkpoint: told.on ?? dayJudged(one),
      ...(rules && { rules }),
      accounts: [{ name: finding.account!, platform: known?.platform ?? null, ...facts }],
    })
    if (result.outcome !== 'ok') return JSON.stringify(result)
    const [account] = result.accounts
    const found = account!.results.find((each) => each.indicator === indicator)?.value
    if (indicator && found !== 'fail') return `${indicator} is ${String(found)}`
    if (!explained) {
      if (finding.verdict === '不合格' && account!.verdict !== 'unqualified') return 'they fail it'
      if (finding.verdict === '合格(列问题)' && account!.verdict !== 'qualified') return 'they only list it'
      return indicator ? 'reproduced' : 'no indicator'
    }
    // An explanation is only needed where the verdicts part.
    if (finding.verdict === '不合格' && account!.verdict === 'unqualified') return 'reproduced, not explained'
  }
  return explained ? 'explained' : 'neither facts nor explanation'
}

describeWithShared('43 circulars that governments published', () => {
  const cases = publishedCases()
  const aboutAccounts = cases.flatMap((one) =>
    one.findings
      .filter(({ account }) => account !== null)
      .map((finding, place) => ({ one, finding, place, told: transcribed[one.id]?.[place] })),
  )

  it('transcribes every finding about an account, and none that is not there', () => {
    expect(cases).toHaveLength(43)
    for (const { id, findings } of cases)
      expect([id, transcribed[id]?.length ?? 0]).toEqual([
        id,
        findings.filter(({ account }) => account !== null).length,
      ])
    expect(Object.keys(transcribed).filter((id) => !cases.some((one) => one.id === id))).toEqual([])
  })

  it.each(aboutAccounts)('$one.id $place $finding.indicator', ({ one, finding, told }) => {
    expect(['reproduced', 'explained']).toContain(judged(one, finding, told!))
  })

  it.each(cases.flatMap(({ id, recompute }) => recompute.map((sum) => ({ id, ...sum }))))(
    '$id recomputes $what',
    ({ result, ...sum }) => {
      const expected: Record<string, SumResult[]> = {
        match: ['agrees'],
        match_round: ['rounded', 'agrees'],
        match_truncate: ['truncated'],
        feasible: ['possible'],
        MISMATCH: ['contradicts'],
        WRONG_DENOMINATOR_EXAMPLE: ['contradicts'],
        truncated: ['not-a-sum'],
      }
      expect(expected[result]).toContain(recomputed(sum))
    },
  )

  it('is what the table in the papers says', () => {
    const file = fileURLToPath(new URL('../../../docs/published-circulars.md', import.meta.url))
    const rows = aboutAccounts.map(({ one, finding, place, told }) => {
      const result = judged(one, finding, told!)
      const why =
        told?.explained && result === 'explained' ? `${whyWords[told.explained[0]]}：${told.explained[1]}` : ''
      return { id: one.id, place: place + 1, code: finding.indicator, indicator: told?.indicator ?? '', result, why }
    })
    const count = (result: string) => rows.filter((row) => row.result === result).length
    const sums = cases.flatMap(({ id, recompute }) =>
      recompute.map((sum) => ({ id, what: sum.what, result: recomputed(sum) })),
    )
    const silent = cases.flatMap(({ findings }) => findings).filter(({ account }) => account === null).length
    const wrong = sums.filter(({ result }) => result === 'contradicts')
    const text = [
      '# Published circulars, judged again',
      '',
      `43 circulars that governments really published, replayed from their dates and words (\`tests/golden/circulars\`, \`./govmedia replay\`); cases by id, no office is named. Of ${rows.length} findings about an account ${count('reproduced')} are reproduced and ${count('explained')} explained; ${silent} more name no account and state nothing that could be judged. Of ${sums.length} printed sums ${sums.filter(({ result }) => ['agrees', 'rounded', 'truncated'].includes(result)).length} agree, ${sums.filter(({ result }) => result === 'possible').length} rates are possible, ${wrong.length} contradict themselves.`,
      '',
      '| case | no. | printed as | indicator | result | why |',
      '|---|---|---|---|---|---|',
      ...rows.map(
        ({ id, place, code, indicator, result, why }) =>
          `| ${id} | ${place} | ${code} | ${indicator} | ${result === 'reproduced' ? '重现' : '已解释'} | ${why} |`,
      ),
      '',
      '## Printed sums that contradict themselves',
      '',
      '| case | sum |',
      '|---|---|',
      ...wrong.map(({ id, what }) => `| ${id} | ${what} |`),
      '',
    ].join('\n')
    if (process.env['GOVMEDIA_WRITE_PAPERS']) writeFileSync(file, text)
    expect(readFileSync(file, 'utf8')).toBe(text)
  })
})
