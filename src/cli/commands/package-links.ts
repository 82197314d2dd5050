import { permit } from '../../access/index.ts'
import { isCivilDate } from '../../calendar/index.ts'
import {
  createPeerToken,
  fetchPackages,
  type Gone,
  linksOf,
  peerTokens,
  removeLink,
  revokePeerToken,
  sendPackages,
  setLink,
} from '../../exchange/index.ts'
import { allowedHosts, openSender } from '../../outgoing/index.ts'
import { defineCommand, UsageError } from '../command.ts'
import { readInput } from '../input.ts'
import { meantPlace, placeHelp, placeOption, text } from '../place.ts'

/** Makes a token with which another office comes; it is shown this once. */
export const packageToken = defineCommand({
  operands: '',
  summary: '为上级、下级建立收发令牌，只显示这一次；或者列出、撤销',
  options: {
    ...placeOption,
    for: { type: 'string' },
    until: { type: 'string' },
    list: { type: 'boolean' },
    revoke: { type: 'string' },
  },
  optionHelp: {
    ...placeHelp,
    for: '供哪个单位使用（6 位代码，其公钥须已信任）',
    until: '有效期至哪一日；不填为最长的一年',
    list: '列出没有撤销的令牌',
    revoke: '撤销哪个令牌（编号），立即失效',
  },
  async run(context) {
    const { deps, actor, out, json, values } = context
    const place = await meantPlace(context)
    const { for: peerCode, until, list, revoke } = values
    if (list === true) {
      permit(actor, 'exchange.trust', { districtId: place })
      const tokens = await peerTokens(deps.db, place)
      if (json) return out.result(JSON.stringify(tokens))
      for (const one of tokens) out.result([one.id, one.peerCode, `至 ${one.expiresOn}`].join('  '))
      return undefined
    }
    if (typeof revoke === 'string') {
      await revokePeerToken(deps, actor, { place, id: revoke })
      return out.result(json ? JSON.stringify({ id: revoke, state: 'revoked' }) : '已撤销，立即失效。')
    }
    if (typeof peerCode !== 'string') throw new UsageError('请用 --for 写明供哪个单位使用。')
    if (until !== undefined && !isCivilDate(String(until))) throw new UsageError('--until 应为日期，如 2027-01-31。')
    const expiresOn = typeof until === 'string' && isCivilDate(until) ? until : undefined
    const made = await createPeerToken(deps, actor, { place, peerCode, expiresOn })
    out.result(json ? JSON.stringify(made) : made.token)
    if (!json) out.say(`令牌编号 ${made.id}，有效期至 ${made.expiresOn}。令牌只显示这一次，请连同本平台网址交给对方。`)
    return undefined
  },
})

/** Sets up where another office's installation lies; the token is read from a file, never from the command line. */
export const packageLink = defineCommand({
  operands: '',
  summary: '设置与上级、下级在线收发的网址和令牌；或者列出、取消',
  options: {
    ...placeOption,
    to: { type: 'string' },
    url: { type: 'string' },
    token: { type: 'string' },
    auto: { type: 'boolean' },
    remove: { type: 'boolean' },
  },
  optionHelp: {
    ...placeHelp,
    to: '对方的代码；不写则列出已有的设置',
    url: '对方平台的网址',
    token: '写有对方所给令牌的文件，- 为标准输入',
    auto: '每5分钟自动取送',
    remove: '取消与对方在线收发',
  },
  async run(context) {
    const { deps, actor, out, json, values } = context
    const place = await meantPlace(context)
    const peerCode = text(values['to'])
    if (peerCode === undefined) {
      permit(actor, 'exchange.trust', { districtId: place })
      const links = await linksOf(deps.db, place)
      if (json) return out.result(JSON.stringify(links))
      for (const one of links)
        out.result([one.peerCode, one.host, one.auto ? '自动' : '由人办理', one.why ?? ''].join('  ').trimEnd())
      return undefined
    }
    if (values['remove'] === true) {
      await removeLink(deps, actor, { place, peerCode })
      return out.result(json ? JSON.stringify({ peerCode, removed: true }) : '已取消。')
    }
    const [url, file] = [text(values['url']), text(values['token'])]
    if (url === undefined || file === undefined)
      throw new UsageError('须用 --url 写明网址，用 --token 写明存放令牌的文件。')
    const token = Buffer.from(await readInput(file)).toString('utf8')
    const auto = values['auto'] === true
    await setLink(deps, actor, { place, peerCode, url, token, auto }, allowedHosts())
    return out.result(json ? JSON.stringify({ peerCode, auto }) : `已设置${auto ? '，每5分钟自动取送' : ''}。`)
  },
})

/** Goes to another office now: fetches what waits there and sends what was made for it. */
export const packageExchange = defineCommand({
  operands: '',
  summary: '立即与上级、下级在线取件、送件',
  options: { ...placeOption, with: { type: 'string' } },
  optionHelp: { ...placeHelp, with: '对方的代码' },
  async run(context) {
    const { deps, actor, out, json, values } = context
    const place = await meantPlace(context)
    const peerCode = text(values['with'])
    if (peerCode === undefined) throw new UsageError('请用 --with 写明对方的代码。')
    const sender = openSender({ allow: allowedHosts() })
    try {
      const way = { send: sender.send, again: true }
      const fetched = await fetchPackages(deps, actor, { place, peerCode }, way)
      const sent = await sendPackages(deps, actor, { place, peerCode }, way)
      out.result(json ? JSON.stringify({ fetched, sent }) : `${said('取回', fetched)}\n${said('送达', sent)}`)
    } finally {
      await sender.close()
    }
  },
})

const said = (verb: string, { done, refused, why }: Gone): string =>
  `${verb} ${done} 个${refused > 0 ? `，${refused} 个未予接收` : ''}${why === null ? '。' : `；${why}`}`
