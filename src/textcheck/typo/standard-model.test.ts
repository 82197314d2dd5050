import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { itWithShared, sharedPath } from '../../../tests/support/shared.ts'
import { readPairs } from '../../../scripts/typo-model/inputs.ts'
import { civilDate } from '../../calendar/index.ts'
import { checkText, seedLexicon, standardRules } from '../index.ts'
import { standardTypoEngine } from './load.ts'

const engine = standardTypoEngine()
const said = (text: string) => engine.find(text).map(({ observed, suggestion }) => `${observed}→${suggestion}`)

describe('the model of the repository', () => {
  it('finds what governments themselves have quoted, without any list', () => {
    const told = {
      '通过检查，发现个别单位办事效率底的问题仍然突出。': '率底→率低',
      '市攻府常务会议研究了秸秆禁烧工作。': '市攻府→市政府',
      中华人民共合国宪法: '共合国→共和国',
      '严禁露天焚烧秸杆。': '秸杆→秸秆',
      '要做到警钟常鸣，常抓不懈。': '警钟常鸣→警钟长鸣',
      '请将整改清况及时上报。': '清况→情况',
    }
    for (const [text, finding] of Object.entries(told)) expect(said(text), text).toContain(finding)
  })

  it('makes nobody confirm a clean official sentence', () => {
    const clean = [
      '今年以来，全县经济运行总体平稳、稳中有进。',
      '各乡镇人民政府、县直各部门要认真落实本通知要求，明确专人负责。',
      '请广大市民合理安排出行时间，注意交通安全。',
      '会议强调，要坚持以人民为中心的发展思想，着力解决群众急难愁盼问题。',
      '气象台发布暴雨蓝色预警信号，预计未来六小时我区将有强降雨。',
      '社区工作者王桂兰挨家挨户宣传反诈知识，受到居民一致好评。',
      '县图书馆每周二至周日上午九点至下午五点免费开放。',
      '镇党委书记李建军带队检查森林防火工作落实情况。',
      '文化馆邀请非遗传承人现场教学，孩子们亲手制作剪纸和泥塑。',
      '对逾期未整改到位的单位，将予以通报批评。',
      '老街改造后，青石板路干净整洁，游客络绎不绝。',
      '台风“杜苏芮”在福建沿海登陆，报名截止时间为6月26日17时。',
      '同学们冒着小雨参观了烈士陵园，向革命先烈敬献花篮。',
      '河长制办公室组织力量清理河道漂浮物。',
    ]
    expect(clean.flatMap((text) => engine.find(text).filter(({ severity }) => severity === 'confirm'))).toEqual([])
  })

  it('reads five thousand lines and keeps each finding in its line', () => {
    const lines = Array.from({ length: 5000 }, (_, line) => (line % 500 === 7 ? '市攻府发布通知。' : '依法公开。'))
    const text = lines.join('\n')
    const found = engine.find(text)
    expect(found).toHaveLength(10)
    expect(found.every(({ start, end }) => text.slice(start, end) === '市攻府')).toBe(true)
  })

  it('says nothing of names that governments really bear, nor of new bodies', () => {
    const names = ['哭泉发布', '美连丨治污攻坚', '㮾梨街道', '武定交警50622', '达来胡硕苏木', '茶香天明', '挂一幅国画']
    const bodies = ['县农业农村局技术人员深入田间地头。', '县卫生健康局组织医护人员走进社区。']
    expect([...names, ...bodies].flatMap(said)).toEqual([])
  })
})

type Case = { wrong: string; right: string; split: string; contextDependent: boolean }

describe('on the shared cases and sets', () => {
  const check = (text: string) =>
    checkText(text, { rules: standardRules, lexicons: seedLexicon(), typo: engine, on: civilDate('2026-11-28') })
      .findings

  itWithShared('something is said of every quoted error that is one of characters', () => {
    const { pairs } = JSON.parse(readFileSync(sharedPath('data/cases/typos.json') ?? '', 'utf8')) as { pairs: Case[] }
    const decided = pairs.filter(
      (one) => one.split === 'dev' && !one.contextDependent && one.wrong.length === one.right.length,
    )
    // 〔2017〕17号 for 47号 is right Chinese, 了望 stands in 为了望见, and a leader's name is the office's own list.
    const silent = decided.filter(({ wrong }) => check(wrong).length === 0).map(({ wrong }) => wrong)
    expect(silent.filter((wrong) => !/17号|^了望$|^温家/.test(wrong))).toEqual([])
    expect(decided.length).toBeGreaterThan(60)
  })

  itWithShared('a sample of both sets keeps near its floor (the whole is measured by bench:text)', () => {
    const read = (name: string) => readFileSync(sharedPath('data/text', name) ?? '', 'utf8')
    const proof = JSON.parse(read('textproof.tet.json')) as { source: string; target: string }[]
    expect(strictly(readPairs(read('ecspell_law.test.tsv')).slice(0, 250), 60)).toMatchObject({ floor: true })
    expect(
      strictly(
        proof.filter((_, index) => index % 8 === 0),
        50,
      ),
    ).toMatchObject({ floor: true })

    function strictly(pairs: readonly { source: string; target: string }[], least: number) {
      let [right, touched, wrong, falsely] = [0, 0, 0, 0]
      for (const { source, target } of pairs) {
        const findings = engine.find(source)
        const text = findings
          .toReversed()
          .reduce((so, { start, end, suggestion = '' }) => so.slice(0, start) + suggestion + so.slice(end), source)
        if (findings.length > 0) touched++
        if (source !== target) wrong++
        else if (findings.length > 0) falsely++
        if (source !== target && text === target) right++
      }
      const f1 = (200 * right) / (touched + wrong)
      const share = falsely / (pairs.length - wrong)
      return { f1, share, floor: f1 >= least && share <= 0.05 }
    }
  })
})
