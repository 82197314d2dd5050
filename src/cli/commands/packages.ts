import { writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { formatMinute, instantFromLocal } from '../../calendar/index.ts'
import {
  checkPackage,
  fingerprintOf,
  importPackage,
  kindLabels,
  makeAnswer,
  makeFigures,
  makeRequest,
  ownKey,
  placeName,
  revokeKey,
  spokenFingerprint,
  trustKey,
  writeKeyFile,
} from '../../exchange/index.ts'
import { type CommandContext, defineCommand, UsageError } from '../command.ts'
import { monthOption } from '../days.ts'
import { readInput } from '../input.ts'
import { meantPlace, placeHelp, placeOption, text } from '../place.ts'

function outOption(values: CommandContext['values']): string {
  const path = text(values['out'])
  if (path === undefined) throw new UsageError('须用 --out 写明存放的文件。')
  return path
}

/** Writes our public key and prints the fingerprint that is read out by telephone. */
export const packageKey = defineCommand({
  operands: '',
  summary: '导出本机公钥，显示电话核对用的指纹',
  options: { ...placeOption, out: { type: 'string' }, name: { type: 'string' } },
  optionHelp: { ...placeHelp, out: '存放公钥的文件', name: '本单位名称；地区已登记的不必写' },
  async run(context) {
    const { deps, out, json, values } = context
    const code = await meantPlace(context)
    const name = text(values['name']) ?? (await placeName(deps.db, code))
    const { raw } = await ownKey(deps)
    const path = outOption(values)
    await writeFile(path, writeKeyFile({ code, name }, raw))
    const fingerprint = spokenFingerprint(fingerprintOf(code, raw))
    out.result(
      json ? JSON.stringify({ path, code, name, fingerprint }) : `${path}\n${name}（${code}）指纹：${fingerprint}`,
    )
  },
})

/** Trusts another office's key by the fingerprint that was heard. */
export const packageTrust = defineCommand({
  operands: '公钥文件',
  summary: '与对方电话核对指纹后，信任对方公钥',
  options: { ...placeOption, fingerprint: { type: 'string' } },
  optionHelp: { ...placeHelp, fingerprint: '对方在电话中念出的指纹，八组' },
  async run(context) {
    const { deps, actor, out, json, positionals, values } = context
    const heard = text(values['fingerprint'])
    if (positionals[0] === undefined || heard === undefined) throw new UsageError('须写明公钥文件和 --fingerprint。')
    const place = await meantPlace(context)
    const peer = await trustKey(deps, actor, { place, bytes: await readInput(positionals[0]), heard })
    out.result(json ? JSON.stringify(peer) : `已信任“${peer.name}”（${peer.code}）的公钥。`)
  },
})

/** Withdraws trust; what was taken in stays. */
export const packageDistrust = defineCommand({
  operands: '指纹',
  summary: '停用对方公钥，以后不再接收其签名的数据包',
  options: placeOption,
  optionHelp: placeHelp,
  async run(context) {
    const { deps, actor, out, json, positionals } = context
    const heard = positionals.join(' ')
    if (heard === '') throw new UsageError('须写明要停用的公钥的指纹，八组。')
    const peer = await revokeKey(deps, actor, { place: await meantPlace(context), heard })
    out.result(json ? JSON.stringify(peer) : `已停用“${peer.name}”（${peer.code}）的公钥。`)
  },
})

const requestFile = z.strictObject({
  to: z.strictObject({ code: z.string(), name: z.string() }),
  issuer: z.string(),
  title: z.string(),
  asked: z.string(),
  dueAt: z.string(),
  indicators: z.array(z.string()).default([]),
  named: z.string().default(''),
})

const parsed = (content: string): unknown => {
  try {
    return JSON.parse(content)
  } catch {
    return undefined
  }
}

async function readRequest(path: string) {
  const read = requestFile.safeParse(parsed(Buffer.from(await readInput(path)).toString()))
  const dueAt = read.success ? instantFromLocal(read.data.dueAt) : undefined
  if (!read.success || !dueAt)
    throw new UsageError(
      '交办内容的文件应为 JSON：{to:{code,name}, issuer, title, asked, dueAt:"2026-10-12 17:00", indicators, named}。',
    )
  return { ...read.data, dueAt, attached: [] }
}

/** Makes a package and writes it to a file: a request, an answer to one, or a month's figures. */
export const packageMake = defineCommand({
  operands: 'request|answer|figures',
  summary: '制作数据包：检查交办、反馈、月度数据',
  options: {
    ...placeOption,
    out: { type: 'string' },
    content: { type: 'string' },
    request: { type: 'string' },
    month: { type: 'string' },
    to: { type: 'string' },
  },
  optionHelp: {
    ...placeHelp,
    out: '存放数据包的文件',
    content: 'request：写有交办内容的 JSON 文件（须用 --as 写明上级主管部门的用户）',
    request: 'answer：所反馈的交办编号',
    month: 'figures：月份，如 2026-09',
    to: 'figures：上级的代码',
  },
  async run(context) {
    const { deps, actor, out, json, positionals, values, workplace } = context
    const path = outOption(values)
    const made = await makeOne(positionals[0], context)
    await writeFile(path, made.bytes)
    out.result(json ? JSON.stringify({ path, id: made.id, digest: made.digest }) : `${path}\n编号 ${made.id}`)

    async function makeOne(kind: string | undefined, { district }: CommandContext) {
      switch (kind) {
        case 'request': {
          const content = text(values['content'])
          if (content === undefined) throw new UsageError('须用 --content 写明交办内容的文件。')
          return makeRequest(deps, actor, await readRequest(content))
        }
        case 'answer': {
          const packageId = text(values['request'])
          if (packageId === undefined) throw new UsageError('须用 --request 写明所反馈的交办编号。')
          return makeAnswer(deps, actor, { districtId: await district(), packageId, demo: workplace.demo })
        }
        case 'figures': {
          const to = text(values['to'])
          if (to === undefined) throw new UsageError('须用 --to 写明上级的代码。')
          const month = monthOption(values['month'])
          return makeFigures(deps, actor, { districtId: await district(), month, to })
        }
        case undefined:
        default:
          throw new UsageError('种类为 request、answer、figures 之一。')
      }
    }
  },
})

/** Checks a package as taking it in would, and writes nothing. */
export const packageVerify = defineCommand({
  operands: '数据包',
  summary: '核验数据包的签名、收件单位、有效期和附件，不接收',
  options: placeOption,
  optionHelp: placeHelp,
  async run(context) {
    const { deps, out, json, positionals } = context
    if (positionals[0] === undefined) throw new UsageError('须写明数据包。')
    const { said, digest } = await checkPackage(deps, await meantPlace(context), await readInput(positionals[0]))
    const { id, kind, from, to, madeAt, expiresAt, files } = said
    if (json) return out.result(JSON.stringify({ id, kind, from, to, madeAt, expiresAt, digest, files }))
    out.result(
      `核验通过：${from.name}至${to.name}的${kindLabels[kind]}，${formatMinute(madeAt)}制作，有效期至${formatMinute(expiresAt)}，附件 ${files.length} 个。\n编号 ${id}\n摘要 ${digest}`,
    )
  },
})

/** Takes a package in. */
export const packageImport = defineCommand({
  operands: '数据包',
  summary: '核验并接收数据包',
  options: placeOption,
  optionHelp: placeHelp,
  async run(context) {
    const { deps, actor, out, json, positionals } = context
    if (positionals[0] === undefined) throw new UsageError('须写明数据包。')
    const place = await meantPlace(context)
    const taken = await importPackage(deps, actor, { place, bytes: await readInput(positionals[0]) })
    if (json) return out.result(JSON.stringify(taken))
    out.result(`已接收：${kindLabels[taken.kind]}，编号 ${taken.id}。`)
    if (taken.itemId) out.say('已登记为上级交办。')
    if (taken.waits) out.say(`尚未登记为上级交办：${taken.waits}`)
  },
})
