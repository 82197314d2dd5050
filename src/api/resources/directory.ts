import { z } from 'zod'
import { openDirectory } from '../../open-data/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { day, districtParam } from '../fields.ts'
import { defineOperation, named } from '../operation.ts'

const directory = named(
  'Directory',
  '公开名录，与审定公开的一期数据相同',
  z.object({
    district: z.string(),
    serial: z.int().describe('第几期公开数据'),
    asOf: day.describe('数据截至'),
    digest: z.string(),
    accounts: z.array(
      z.object({
        name: z.string(),
        platform: z.string().describe('平台名称'),
        unit: z.string().describe('主办单位'),
        state: z.string().describe('正常运行、关停办理中、已关停'),
      }),
    ),
  }),
)

export const directoryOperations = [
  defineOperation({
    id: 'readDirectory',
    tag: '公开名录',
    path: '/directory/{district}',
    scope: null,
    summary: '一个地区的公开名录',
    description: '不需要令牌。公开数据由第二人审定公开以后才有，撤回以后即没有。',
    params: { district: districtParam },
    answer: directory,
    async read({ deps }, { params: { district } }) {
      const found = await openDirectory(deps.db, district)
      if (!found) throw refuse('api.not-open', { code: district })
      return { district, ...found }
    },
  }),
]
