import { listDistricts, openDistrict } from '../../access/index.ts'
import { defineCommand, UsageError } from '../command.ts'

export const districtAdd = defineCommand({
  operands: '',
  summary: '登记一个地区',
  options: {
    code: { type: 'string' },
    name: { type: 'string' },
    office: { type: 'string' },
    issuer: { type: 'string' },
  },
  optionHelp: {
    code: '行政区划代码，6 位',
    name: '地区名称，如 临湖区',
    office: '承办单位，默认“名称+行政审批服务局”',
    issuer: '印发机关，默认“名称+政务公开领导小组办公室”',
  },
  async run({ deps, actor, out, values }) {
    const { code, name, office, issuer } = values
    if (typeof code !== 'string' || typeof name !== 'string') throw new UsageError('须写明 --code 和 --name。')
    await openDistrict(deps, actor, {
      id: code,
      name,
      shortName: name.replace(/[区县市]$/, ''),
      officeName: typeof office === 'string' ? office : `${name}行政审批服务局`,
      issuingOffice: typeof issuer === 'string' ? issuer : `${name}政务公开领导小组办公室`,
    })
    out.say(`已登记 ${name}（${code}）。`)
  },
})

export const districtList = defineCommand({
  operands: '',
  summary: '列出登记的地区',
  options: {},
  async run({ deps, out, json }) {
    const all = await listDistricts(deps.db)
    out.result(
      json ? JSON.stringify(all) : all.map(({ id, name, officeName }) => `${id}  ${name}  ${officeName}`).join('\n'),
    )
  },
})
