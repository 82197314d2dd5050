import { describe, expect, it } from 'vitest'
import { instant } from '../../../calendar/index.ts'
import type { NoReply, Reply } from '../../../outgoing/index.ts'
import { addressesOf, judgeReplies, type LinkAnswer, linkWords } from './rules.ts'

const reply = (status: number): Reply => ({ kind: 'reply', url: '', status, headers: {}, body: Buffer.alloc(0) })
const none = (failure: NoReply['failure'], why: string): NoReply => ({ kind: 'no-reply', failure, why })
const unknownHost: NoReply = { ...none('unreachable', '找不到该主机'), isUnknownHost: true }

describe('addresses', () => {
  it('each address is asked for once, whether it is shown or stands behind words', () => {
    const plain = '办理请登录https://www.linhu.gov.cn/a#top，或点这里。备用www.linhu.gov.cn/b。'
    const links = [
      { href: 'https://www.linhu.gov.cn/c', start: 33, end: 35 },
      { href: 'https://www.linhu.gov.cn/a', start: 5, end: 31 },
    ]
    expect(addressesOf(plain, links).map(({ address }) => address)).toEqual([
      'https://www.linhu.gov.cn/a',
      'https://www.linhu.gov.cn/c',
      'http://www.linhu.gov.cn/b',
    ])
  })

  it('what is no address of the web is not asked for', () => {
    const links = [
      'http://10.1.2.3/a',
      'http://oa/',
      'http://[fc00::1]/',
      'file:///c:/a',
      'javascript:x',
      'mailto:a@b.cn',
      'https://',
      `https://a.cn/${'a'.repeat(1000)}`,
    ]
    expect(
      addressesOf(
        '',
        links.map((href) => ({ href, start: 0, end: 1 })),
      ),
    ).toEqual([])
  })
})

describe('answers', () => {
  const judged = (...replies: (Reply | NoReply)[]) =>
    [...judgeReplies(new Map(replies.map((one, at) => [String(at), one]))).values()].map(({ outcome }) => outcome)

  it('only a page or a host that is not there is gone; what only a person can tell stays unsure', () => {
    expect(judged(reply(200), reply(404), reply(410), unknownHost)).toEqual(['opens', 'gone', 'gone', 'gone'])
    expect(judged(reply(403), reply(405), reply(500), reply(302), none('unreachable', '超时未应答'))).toEqual(
      Array<string>(5).fill('unsure'),
    )
    expect(judged(none('refused-address', '该网址指向内部网络，未访问'), none('too-large', '应答超过 1 MB'))).toEqual([
      'unsure',
      'opens',
    ])
  })

  it('a server that is cut off finds no host, and says nothing of any', () => {
    expect(judged(unknownHost, unknownHost)).toEqual(['unsure', 'unsure'])
  })
})

describe('words', () => {
  const now = instant('2026-10-12T01:30:00Z')
  const at = (name: string) => ({ address: `https://${name}.cn/`, start: 0, end: 2 })
  const answer = (name: string, outcome: LinkAnswer['outcome'], why: string, askedAt: string): LinkAnswer => ({
    address: `https://${name}.cn/`,
    outcome,
    why,
    askedAt: instant(askedAt),
  })

  it('one that is gone is to be confirmed, with the time of the look; one nobody asked for is said', () => {
    const answers = [
      answer('a', 'opens', '能打开', '2026-10-12T01:00:00Z'),
      answer('b', 'gone', '网页不存在（404）', '2026-10-12T01:00:00Z'),
      answer('c', 'unsure', '对方应答403', '2026-10-12T01:00:00Z'),
    ]
    const found = linkWords([at('a'), at('b'), at('c'), at('d')], answers, now)
    expect(found.findings).toMatchObject([{ observed: 'https://b.cn/', severity: 'confirm', gate: 'wording' }])
    expect(found.findings[0]!.why).toBe('2026-10-12 09:00打开时网页不存在（404），请核对。')
    expect(found.notChecked.map(({ why }) => why)).toEqual([
      '1个网址没有检查能否打开。',
      '1个网址没有打开（对方应答403），请人工打开核对：https://c.cn/。',
    ])
    expect(found.said).toBe('1个能打开，1个打不开，1个没有打开，1个没有检查（2026-10-12 09:00）')
  })

  it('what opened more than a day ago counts as not looked at', () => {
    const old = [answer('a', 'opens', '能打开', '2026-10-11T01:30:00Z')]
    expect(linkWords([at('a')], old, now)).toMatchObject({ said: '1个没有检查', findings: [] })
    expect(linkWords([at('a')], old, instant('2026-10-12T01:29:59Z')).notChecked).toEqual([])
  })

  it('a text without addresses says nothing of them', () => {
    expect(linkWords([], [], now)).toEqual({ findings: [], notChecked: [], said: undefined })
  })
})
