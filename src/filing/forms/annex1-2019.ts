import { operationModeLabels, readsScopeLabels } from '../../registry/index.ts'
import type { FormDefinition, FormField } from './form.ts'

/** 是□ 否□ of 功能建设情况. */
export const yesNo = { yes: '是', no: '否' } as const
/** 是□ 否□ 未涉及□ of 信息更新情况. */
export const yesNoNone = { yes: '是', no: '否', na: '未涉及' } as const

const asks = (key: string, printed: string): FormField => ({
  key,
  printed,
  kind: 'choice',
  choices: yesNo,
  required: true,
})
const tells = (key: string, printed: string): FormField => ({
  key,
  printed,
  kind: 'choice',
  choices: yesNoNone,
  required: true,
})

/**
 * 附件1《政务新媒体建设情况调查表》 of the notice of 2019-06-16, one form an account. All fifteen groups in print order;
 * group 1 (填报单位) is the unit of the return, group 15 (部门签字盖章) is signed on paper.
 */
export const annex1Form: FormDefinition = {
  id: 'annex1',
  version: '2019',
  title: '政务新媒体建设情况调查表',
  source: '《关于加强和规范全区政务新媒体建设管理应用有关工作的通知》附件1',
  groups: [
    { number: 1, printed: '填报单位', fields: [] },
    {
      number: 2,
      printed: '政务新媒体名称',
      fields: [{ key: 'name', printed: '政务新媒体名称', kind: 'text', required: true, longest: 60, hint: '填全称。' }],
    },
    {
      number: 3,
      printed: '开通时间',
      fields: [
        {
          key: 'openedOn',
          printed: '开通时间',
          kind: 'date',
          required: true,
          hint: '如 2019年6月3日，只记得月份的填到月。',
        },
      ],
    },
    {
      number: 4,
      printed: '粉丝量',
      fields: [{ key: 'followers', printed: '粉丝量', kind: 'count', required: true, hint: '移动客户端填下载量。' }],
    },
    {
      number: 5,
      printed: '阅读量',
      fields: [
        { key: 'reads', printed: '阅读量', kind: 'count', required: true },
        {
          key: 'readsScope',
          printed: '阅读量口径',
          kind: 'choice',
          choices: readsScopeLabels,
          required: true,
          hint: '原表未定口径，须注明。',
        },
      ],
    },
    {
      number: 6,
      printed: '运维模式',
      fields: [
        { key: 'operationMode', printed: '运维模式', kind: 'choice', choices: operationModeLabels, required: true },
      ],
    },
    {
      number: 7,
      printed: '经费保障',
      fields: [
        {
          key: 'budgetYuan',
          printed: '经费保障',
          label: '经费保障（元/年）',
          kind: 'money',
          required: true,
          hint: '没有经费填 0。',
        },
      ],
    },
    {
      number: 8,
      printed: '分管领导',
      fields: [
        {
          key: 'leaderName',
          printed: '分管领导',
          kind: 'text',
          required: true,
          personal: true,
          hint: '即直接责任人；台账中已登记的自动填好，请核对。',
        },
      ],
    },
    {
      number: 9,
      printed: '联系方式',
      fields: [
        {
          key: 'leaderPhone',
          printed: '联系方式',
          label: '分管领导联系方式',
          kind: 'phone',
          required: true,
          personal: true,
        },
      ],
    },
    {
      number: 10,
      printed: '网站管理员',
      fields: [
        { key: 'adminName', printed: '网站管理员', label: '账号管理员', kind: 'text', required: true, personal: true },
      ],
    },
    {
      number: 11,
      printed: '联系方式',
      fields: [
        {
          key: 'adminPhone',
          printed: '联系方式',
          label: '账号管理员联系方式',
          kind: 'phone',
          required: true,
          personal: true,
        },
      ],
    },
    {
      number: 12,
      printed: 'QQ号码',
      fields: [{ key: 'adminQq', printed: 'QQ号码', kind: 'qq', personal: true }],
    },
    {
      number: 13,
      printed: '功能建设情况',
      fields: [
        asks('fnPublish', '是否具备发布功能'),
        asks('fnSpread', '是否具备传播功能'),
        asks('fnGuide', '是否具备引导功能'),
        asks('fnInteract', '是否具备互动功能'),
        asks('fnService', '是否具备办事功能'),
      ],
    },
    {
      number: 14,
      printed: '信息更新情况',
      fields: [
        tells('dynamics14d', '动态类栏目每两周内是否予以更新?'),
        tells('notices6m', '通知公告类每半年内是否予以更新?'),
        tells('policies6m', '政策文件类每半年内是否予以更新?'),
        tells('personnel1y', '人事信息类每一年内是否予以更新?'),
        tells('plans1y', '规划计划类每一年内是否予以更新?'),
        tells('others', '其它应更新栏目是否予以更新?'),
        tells('onlineService', '政务服务类栏目是否可以在线办事?'),
        tells('reply7d', '政民互动类栏目是否7日内予以回复?'),
      ],
    },
    { number: 15, printed: '部门签字盖章', fields: [] },
  ],
  contradictions: [
    contradiction(
      { fnService: 'no', onlineService: 'yes' },
      '“是否具备办事功能”填否，而“是否可以在线办事”填是，请核对。',
    ),
    contradiction(
      { fnService: 'yes', onlineService: 'na' },
      '“是否具备办事功能”填是，而“是否可以在线办事”填未涉及，请核对。',
    ),
    contradiction({ fnInteract: 'no', reply7d: 'yes' }, '“是否具备互动功能”填否，而“7日内予以回复”填是，请核对。'),
    contradiction({ fnInteract: 'yes', reply7d: 'na' }, '“是否具备互动功能”填是，而“7日内予以回复”填未涉及，请核对。'),
    contradiction({ fnPublish: 'no', dynamics14d: 'yes' }, '“是否具备发布功能”填否，而“每两周内更新”填是，请核对。'),
    contradiction({ operationMode: 'outsourced', budgetYuan: '0' }, '运维模式为购买服务，经费保障为0，请核对。'),
    contradiction({ fnInteract: 'no' }, '没有互动功能的账号，将由监管单位人工核查（互动功能缺失）。'),
    ...['dynamics14d', 'notices6m', 'policies6m', 'personnel1y', 'plans1y', 'others', 'onlineService', 'reply7d'].map(
      (key) => contradiction({ [key]: 'no' }, '信息更新情况中填“否”的，将提出限期整改建议。'),
    ),
  ],
}

function contradiction(answers: Readonly<Record<string, string>>, says: string) {
  return { when: Object.entries(answers).map(([key, is]) => ({ key, is })), says }
}

export const functionFields = {
  fnPublish: 'publish',
  fnSpread: 'spread',
  fnGuide: 'guide',
  fnInteract: 'interact',
  fnService: 'service',
} as const
