import { type CivilDate, dayOf, formatDayZh, formatMinute } from '../calendar/index.ts'
import type { Block, Paper, Run } from '../documents/index.ts'
import { maskNumbers } from '../vocabulary/personal-numbers.ts'
import { platforms } from '../vocabulary/platforms.ts'
import {
  type Action,
  actionLabels,
  type Body,
  bodyLabels,
  type Case,
  kindLabels,
  type Kind,
  type PaperKind,
  type Step,
} from './model.ts'
import { type Clock, foundKinds } from './rules.ts'
import { lateEntry, saidAt, shortMinute, standingWords, stepFacts } from './words.ts'

/** What papers are made of; names of units and accounts, never of persons. */
export type PaperFacts = {
  case: Case
  steps: readonly Step[]
  clocks: readonly Clock[]
  office: string
  districtName: string
  day: CivilDate
  /** The order that came of it, once a finding was confirmed. */
  order: { number: string; feedbackBy: CivilDate | null } | null
}

const paragraph = (...runs: Run[]): Block => ({ kind: 'paragraph', runs })
const paragraphsOf = (text: string): Block[] => (text === '' ? [] : [paragraph(text)])
const heading = (text: string): Block => ({ kind: 'heading', level: 1, text })

const BASIS = '《国务院办公厅关于推进政务新媒体健康有序发展的意见》（国办发〔2018〕123号）'

/** What a paper is about, a line each: a link stands alone, so that it can be read and typed. */
function factsTable({ case: one }: PaperFacts): Block {
  const { kind, name, platform, link, accountName, accountPlatform, unitName, reference } = one
  const account = accountName && accountPlatform ? `${accountName}（${platforms[accountPlatform].label}）` : ''
  const rows = [
    ...(kind === 'secret' ? [['登记编号', reference ?? '']] : []),
    ...(name ? [[kind === 'impostor' ? '假冒账号' : '名称', name]] : []),
    ...(platform ? [['所在平台', platforms[platform].label]] : []),
    ...(account && kind !== 'secret' ? [[kind === 'impostor' ? '被冒用账号' : '账号', account]] : []),
    ...(unitName && kind !== 'secret' ? [['主办单位', unitName]] : []),
    ...(link ? [[kind === 'impostor' ? '主页链接' : '链接', maskNumbers(link)]] : []),
    ['发现时间', minuteZh(one.startedAt)],
  ]
  return {
    kind: 'table',
    columns: [
      { title: '项目', width: 1 },
      { title: '内容', width: 4 },
    ],
    rows,
  }
}

/** 请求函: a platform is asked to close an impostor, or to help with a stolen account. */
function requestPaper(facts: PaperFacts): Paper {
  const { case: one, steps, office, day } = facts
  const platform = one.platform ?? one.accountPlatform
  const label = platform ? platforms[platform].label : ''
  const fake = one.kind === 'impostor'
  const verified = steps.find(({ action }) => action === 'verify')
  const opening = fake
    ? `我单位在政务新媒体监管中发现，你平台下列账号冒用政务新媒体名义${verified ? `，${formatDayZh(dayOf(verified.at))}经核实为假冒` : ''}。`
    : '你平台下列政务新媒体账号被他人控制，主办单位暂时不能正常管理。'
  const asked = fake
    ? ['立即关停上述账号，停止传播其发布的内容', '依法保存该账号的注册、认证和发布记录，配合有关部门处置']
    : [
        '立即冻结上述账号的登录和发布，停止传播被盗期间发布的内容',
        '核实主办单位身份后协助收回账号，依法保存被盗期间的登录和发布记录',
      ]
  return {
    kind: 'circular',
    masthead: { issuer: office },
    title: [fake ? '关于请求关停假冒政务新媒体账号的函' : '关于请求协助处置被盗政务新媒体账号的函'],
    addressee: `${label}平台运营单位`,
    body: [
      paragraph(opening),
      factsTable(facts),
      paragraph(
        fake
          ? `根据${BASIS}“对发现的假冒政务新媒体，要求第三方平台立即关停，并通报有关部门依法依规处置”的规定，请你单位：`
          : `根据${BASIS}，请你单位：`,
      ),
      ...[...asked, '将处置结果和处置时间函复我单位'].map((text, at) => paragraph(`${at + 1}．${text}。`)),
      ...evidenceBlocks(steps),
    ],
    signature: { office, day },
  }
}

/** 移送函. To 保密 it says a number and nothing else. */
function transferPaper(facts: PaperFacts, body: Body): Paper {
  const { case: one, steps, office, districtName, day } = facts
  const secret = one.kind === 'secret'
  return {
    kind: 'circular',
    masthead: { issuer: office },
    title: [secret ? '关于移送疑似泄密事项的函' : `关于移送${kindLabels[one.kind]}线索的函`],
    addressee: `${districtName}${bodyLabels[body]}`,
    body: secret
      ? [
          paragraph(
            `我单位在政务新媒体监管中发现疑似泄密事项一起，登记编号为${one.reference ?? ''}，现移送你单位依法处置。本函不载明有关内容，具体情况由我单位专人当面说明。`,
          ),
          paragraph('请将接收情况和处置要求告知我单位。'),
        ]
      : [
          paragraph(`${openingOf(facts)}现将有关线索移送你单位，请依法依规处置，并将处置结果函复我单位。`),
          factsTable(facts),
          ...steps
            .filter(({ action }) => action === 'verify' || action === 'request')
            .map((step) =>
              paragraph(`${minuteZh(step.at)}，${actionLabels[step.action]}。${sentence(saidAt(step) ?? '')}`),
            ),
          ...evidenceBlocks(steps),
        ],
    signature: { office, day },
  }
}

const about: Readonly<Record<Kind, (one: Case) => string>> = {
  content: (one) => `发现${one.unitName ?? ''}主办的政务新媒体“${one.accountName ?? ''}”发布的内容存在严重表述错误线索`,
  impostor: (one) => `发现账号“${one.name ?? ''}”冒用政务新媒体名义`,
  stolen: (one) => `发现${one.unitName ?? ''}主办的政务新媒体“${one.accountName ?? ''}”被他人控制`,
  secret: (one) => `发现疑似泄密事项一起，登记编号为${one.reference ?? ''}`,
  'grave-event': (one) => `获知发生“${one.name ?? ''}”，属特别重大、重大突发事件`,
  opinion: (one) => `获知出现“${one.name ?? ''}”政务舆情`,
}

const openingOf = ({ case: one }: PaperFacts) => `${minuteZh(one.startedAt)}，我单位${about[one.kind](one)}。`

// What people type may end without a full stop.
const sentence = (text: string) => (text === '' || /[。！？；…”]$/u.test(text) ? text : `${text}。`)

/** 应急处置情况报告: what happened, minute by minute, how the clocks were kept, what was decided. */
function reportPaper(facts: PaperFacts): Paper {
  const { case: one, steps, clocks, office, day, order } = facts
  const conclusion = steps.findLast(({ action }) => action === 'conclude')
  const reasons = Object.entries(conclusion?.facts.reasons ?? {}) as [Action, string][]
  const calls = steps.filter(({ action }) => action === 'call').length
  return {
    kind: 'report',
    title: [`关于${kindLabels[one.kind]}应急处置情况的报告`],
    body: [
      heading('基本情况'),
      paragraph(openingOf(facts)),
      factsTable(facts),
      heading('处置经过'),
      {
        kind: 'table',
        columns: [
          { title: '时间', width: 3 },
          { title: '事项', width: 3 },
          { title: '情况', width: 8 },
        ],
        rows: [
          [shortMinute(one.startedAt), '发现（获知）', ''],
          ...steps
            .toSorted((first, second) => (first.at < second.at ? -1 : first.at > second.at ? 1 : 0))
            .filter(({ action }) => action !== 'conclude' && action !== 'close' && action !== 'link')
            .map((step) => [shortMinute(step.at), actionLabels[step.action], toldAt(step)]),
        ],
      },
      heading('时限情况'),
      {
        kind: 'table',
        columns: [
          { title: '事项', width: 3 },
          { title: '依据', width: 5 },
          { title: '时限', width: 3 },
          { title: '完成时间', width: 3 },
          { title: '结果', width: 3 },
        ],
        rows: clocks.map((clock) => [
          clock.label,
          clock.source,
          clock.dueAt ? shortMinute(clock.dueAt) : clock.startsAt ? '立即' : '未起算',
          clock.doneAt ? shortMinute(clock.doneAt) : '未完成',
          standingWords(clock),
        ]),
      },
      ...evidenceBlocks(steps, heading('证据固定情况')),
      ...(reasons.length > 0
        ? [
            heading('未办理事项及原因'),
            ...reasons.map(([action, reason], at) =>
              paragraph(`${at + 1}．${actionLabels[action]}：${sentence(maskNumbers(reason))}`),
            ),
          ]
        : []),
      heading('处置结论'),
      paragraph(conclusion ? conclusionWords(one, conclusion) : '尚未提出处置结论。'),
      ...paragraphsOf(
        `${calls > 0 ? `风险提示${calls}次，不计入问题数。` : ''}${order ? `有关问题经人工复核确认，已下达整改通知（${order.number}）${order.feedbackBy ? `，反馈期限${formatDayZh(order.feedbackBy)}` : ''}。` : foundKinds.includes(one.kind) ? '是否构成问题，以人工复核确认为准。' : ''}`,
      ),
    ],
    signature: { office, day },
  }
}

const conclusionWords = ({ kind }: Case, step: Step) =>
  kind === 'secret' ? `按保密行政管理部门意见办理，编号${step.reference ?? ''}。` : sentence(saidAt(step) ?? '')

const toldAt = (step: Step): string =>
  [
    ...stepFacts(step),
    ...(step.words ? [saidAt(step)!] : []),
    ...(step.fileSha256 ? ['附证明材料'] : []),
    ...(lateEntry(step) ? [`${shortMinute(step.recordedAt)}补登`] : []),
  ].join('；')

const minuteZh = (at: Step['at']) => `${formatDayZh(dayOf(at))}${formatMinute(at).slice(11)}`

/** Evidence as it was kept, each with the digest it is known by. */
function evidenceBlocks(steps: readonly Step[], title?: Block): Block[] {
  const kept = steps.flatMap(({ action, at, fileName, fileSha256, facts: { evidence } }) => [
    ...(evidence ? [[shortMinute(evidence.observedAt), maskNumbers(evidence.url), evidence.sha256]] : []),
    ...(action === 'preserve' && fileSha256 ? [[shortMinute(at), maskNumbers(fileName ?? ''), fileSha256]] : []),
  ])
  if (kept.length === 0) return []
  return [
    title ?? paragraph('已固定的证据如下：'),
    {
      kind: 'table',
      columns: [
        { title: '固定时间', width: 3 },
        { title: '来源或文件', width: 5 },
        { title: 'SHA-256', width: 6 },
      ],
      rows: kept,
    },
  ]
}

/** A paper of a case as it would go out on its day. */
export function casePaper(paper: PaperKind, body: Body | null, facts: PaperFacts): Paper {
  if (paper === 'request') return requestPaper(facts)
  return paper === 'transfer' ? transferPaper(facts, body ?? 'cyberspace') : reportPaper(facts)
}
