import { existsSync, readdirSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { prepareOpenData } from '../../open-data/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { defineCommand, UsageError } from '../command.ts'

/** Prepares a set of open data and writes its files into an empty folder, to be looked at; it is open to nobody yet. */
export const openData = defineCommand({
  operands: '',
  summary: '准备公开数据（CSV、JSON），审定前不公开',
  options: { out: { type: 'string' } },
  optionHelp: { out: '存放的空文件夹' },
  async run({ deps, actor, out, json, values, workplace, district }) {
    const folder = values['out']
    if (typeof folder !== 'string') throw new UsageError('须用 --out 写明存放的文件夹。')
    if (existsSync(folder) && readdirSync(folder).length > 0) throw refuse('open-data.folder-not-empty', { folder })
    const { serial, files } = await prepareOpenData(deps, actor, { districtId: await district(), demo: workplace.demo })
    await mkdir(folder, { recursive: true })
    const paths: string[] = []
    for (const [name, text] of Object.entries(files)) {
      await writeFile(join(folder, name), text)
      paths.push(join(folder, name))
    }
    out.say(`第 ${serial} 期已准备，待负责人在“公开数据”页面审定后公开。`)
    out.result(json ? JSON.stringify({ serial, files: paths }) : paths.join('\n'))
  },
})
