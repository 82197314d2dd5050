/** Whose name stands behind an account, read from 认证主体 alone. A reading of words, said as such. */
export type EntityKind = 'unknown' | 'none' | 'person' | 'company' | 'organ' | 'other'

export const entityWords: Readonly<Record<EntityKind, string>> = {
  unknown: '不详',
  none: '未认证',
  person: '个人',
  company: '企业',
  organ: '机关事业单位',
  other: '其他组织',
}

const none = /^(?:无|无认证|未认证|没有认证|暂无|未实名|无认证主体)$/u
const unknown = /^(?:不详|未知|不明|未显示|看不到|[-—–/?\s]*)$/u
const personWords = /^(?:个人|自然人|私人|个体)|个人(?:认证|主体|账号|用户|号)$/u
const company =
  /(?:公司|集团|企业|工作室|经营部|商行|商店|门店|超市|酒店|药店|厂|合作社|个体工商户|事务所|有限合伙\)?|传媒|俱乐部)$/u
const organ =
  /(?:政府|局|委员会|[区县市]委|办公室|办事处|管委会|管理处|大队|支队|总队|中队|中心|院|所|馆|站|学校|小学|中学|幼儿园|大学|党校|部|台|队|处)$|^中共|^共青团/u
const surnames =
  '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏苏潘葛范彭鲁韦马方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于傅皮齐康伍余顾孟黄穆萧尹姚邵汪祁毛米贝明戴宋庞熊纪舒屈项祝董梁杜阮蓝季贾路江童郭梅盛林钟徐邱骆高夏蔡田樊胡凌霍万柯卢莫房丁邓洪包左石崔吉龚程邢裴陆翁荀甄曲封靳段焦侯全班宁仇甘厉武符刘景詹龙叶黎白赖卓屠池乔闻党翟谭申冉桑桂牛尚温庄晏瞿阎习鱼向古易廖耿匡文寇欧沃利越师巩聂曾沙关査肖覃'
const person = new RegExp(
  `^(?:[${surnames}](?:[\\u4e00-\\u9fff]{1,2}|[某*×xX]{1,2}.?)|(?:欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|司徒)[\\u4e00-\\u9fff]{1,2}|[*×]+[\\u4e00-\\u9fff]{1,2})$`,
  'u',
)

/** What kind of body a 认证主体 names. */
export function entityKind(found: string | null): EntityKind {
  const text = found?.normalize('NFKC').replace(/\s+/gu, '') ?? ''
  if (unknown.test(text)) return 'unknown'
  if (none.test(text)) return 'none'
  if (personWords.test(text)) return 'person'
  if (company.test(text)) return 'company'
  if (organ.test(text)) return 'organ'
  return person.test(text) ? 'person' : 'other'
}

// Notice 一 reaches 区人民政府各部门及下属参公事业单位; these names speak of bodies beside them.
const outside: readonly (readonly [RegExp, string])[] = [
  [/村(?:民)?委(?:员)?会?$|居(?:民)?委(?:员)?会?$|社区$/u, '基层群众性自治组织'],
  [
    /共青团|团[区县市省]?委|妇联|妇女联合会|总工会|工商联|工商业联合会|科协|科学技术协会|残联|残疾人联合会|文联|文学艺术界联合会|侨联|红十字会/u,
    '群团',
  ],
  [/^中共|党委|纪委|纪律检查|监委|监察委员会|[区县市省]委|宣传部|组织部|统战部|政法委|党校|网信办|编办/u, '党委部门'],
  [/人民代表大会|人大常委会|政治协商会议|政协|人民法院|人民检察院/u, '人大、政协、司法机关'],
  [/税务|气象|海关|烟草专卖|供电|消防救援|国家统计|金融监督管理|金融监管|国家安全|邮政管理/u, '垂直管理单位'],
]

/** The kind of body outside notice 一 that a name speaks of; undefined: none of them. */
export function outsideKind(entity: string): string | undefined {
  return outside.find(([pattern]) => pattern.test(entity))?.[1]
}

/** Where another place's name stands before the office's, that name: 洞庭市 of 洞庭市水务局. `local`: words of the own district. */
export function otherPlace(entity: string, local: readonly string[]): string | undefined {
  if (local.some((word) => word !== '' && entity.includes(word))) return undefined
  return /^(?![省市区县])([\u4e00-\u9fff]{2,8}?(?:省|市(?!场|政|容|民)|县|[^社园校小城郊]区|自治州))[\u4e00-\u9fff]{2,}/u.exec(
    entity,
  )?.[1]
}
