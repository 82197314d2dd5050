import { describe, expect, it } from 'vitest'
import { civilDate } from '../../calendar/index.ts'
import { checkText, standardRules } from '../index.ts'

const on = civilDate('2026-10-12')
const found = (text: string) =>
  checkText(text, { rules: standardRules, on }).findings.map(({ rule, observed, suggestion }) =>
    [rule, observed, ...(suggestion === undefined ? [] : [suggestion])].join('｜'),
  )

describe('what names or reaches a person is found, and shown masked', () => {
  it.each([
    ['身份证号11010519491231002X。', 'identity-number｜11*************02X｜11*************02X'],
    ['身份证号 １１０１０５１９４９１２３１００２Ｘ', 'identity-number｜11*************02X｜11*************02X'],
    ['身份证号110105491231002', 'identity-number｜11**********002｜11**********002'],
    ['身份证号110105194912310021（有误）', 'identity-number｜11*************021｜11*************021'],
    ['请联系张某，138-1234-5678。', 'mobile-number｜138****5678｜138****5678'],
    ['电话：+86 13812345678', 'mobile-number｜138****5678｜138****5678'],
    ['请汇至银行卡6222 0212 3456 7890 128', 'bank-card｜6222***********0128｜6222***********0128'],
    ['护照号：E12345678', 'travel-document｜E1*****78｜E1*****78'],
    ['车牌湘F·A1B23的车主', 'number-plate｜湘F***23｜湘F***23'],
    ['邮箱lihua@163.com', 'mail-address｜l***@163.com｜l***@163.com'],
    ['张某，家住柳林洲街道濠河村3组12号。', 'home-address｜柳林洲街道***｜柳林洲街道***'],
    ['住君山花园12栋2单元301室', 'home-address｜***｜***'],
  ])('%s', (text, expected) => expect(found(text)).toEqual([expected]))

  it.each([
    '统一社会信用代码11430611MB1234567K', // 见 credit-code
    '国办发〔2018〕123号',
    '项目代码：13812345678',
    '投资13812345678元',
    '联系邮箱：zwgk@junshan.gov.cn',
    '编号110105194912310021',
    '办公地址：君山区柳林洲街道挂口社区君山大道1号',
  ])('%s is nobody’s number', (text) => expect(found(text).filter((one) => !one.startsWith('credit-code'))).toEqual([]))

  it('a code of an organisation is told from a person’s number', () => {
    expect(found('统一社会信用代码91350100M000100Y43')).toEqual([])
    expect(found('统一社会信用代码91350100M000100Y44')).toEqual(['credit-code｜91350100M000100Y44'])
  })
})

describe('what is no text for everybody', () => {
  it('is told without being repeated', () => {
    expect(found('机密★10年\n关于某事的通知')).toEqual(['secrecy-mark｜'])
    expect(found('保守国家秘密是公民的义务。')).toEqual([])
  })

  it.each([
    ['（内部资料，注意保存）', 'internal-hint｜（内部资料，注意保存）'],
    ['此件不予公开。', 'internal-hint｜此件不予公开'],
    ['公开属性：依申请公开', 'internal-hint｜公开属性：依申请公开'],
    ['内部资料，请勿外传', 'internal-hint｜内部资料，请勿外传'],
  ])('%s', (text, expected) => expect(found(text)).toEqual([expected]))

  it.each(['涉及个人隐私的，不得公开。', '加强内部资料管理。', '此件公开发布'])('%s stays', (text) =>
    expect(found(text)).toEqual([]),
  )
})

describe('numbers of papers', () => {
  it.each([
    ['国办秘函【2019】19号', 'document-number｜【2019】19号｜〔2019〕19号'],
    ['湘政务发[2019]1号', 'document-number｜[2019]1号｜〔2019〕1号'],
    ['君政办发（2026）第8号', 'document-number｜（2026）第8号｜〔2026〕8号'],
    ['君政办发〔2026〕08号', 'document-number｜〔2026〕08号｜〔2026〕8号'],
    ['桂政办發(2019)119號', 'document-number｜(2019)119號｜〔2019〕119号'],
    ['君政办发〔2062〕8号', 'document-number｜〔2062〕8号'],
  ])('%s', (text, expected) => expect(found(text)).toEqual([expected]))

  it.each(['国办发〔2018〕123号', '（2019）京01民终1号', '国函[1995]12号', '公告2026年第1号'])('%s stays', (text) =>
    expect(found(text)).toEqual([]),
  )
})

describe('days', () => {
  it.each([
    ['2026年2月30日前', 'impossible-date｜2026年2月30日'],
    ['2026年2月29日', 'impossible-date｜2026年2月29日'],
    ['13月5日', 'impossible-date｜13月5日'],
    ['2026年13月', 'impossible-date｜2026年13月'],
    ['4月28日至31日', 'impossible-date｜4月28日至31日'],
    ['上午15时', 'impossible-date｜上午15时'],
    ['定于25时30分', 'impossible-date｜25时30分'],
    ['2026年10月12日星期二', 'weekday-clash｜星期二｜星期一'],
    ['2026年10月12日（周日）', 'weekday-clash｜周日｜周一'],
    ['10月12日（星期三）', 'weekday-clash｜星期三｜星期一'],
    ['2026年2月17日（农历正月初二）', 'lunar-clash｜2026年2月17日（农历正月初二'],
    ['2026年9月26日是中秋节', 'lunar-clash｜2026年9月26日是中秋节'],
    ['2026年（甲辰年）', 'lunar-clash｜2026年（甲辰年'],
    ['自2026年5月1日起至2026年4月1日', 'date-order｜2026年5月1日起至2026年4月1日'],
  ])('%s', (text, expected) => expect(found(text)).toContain(expected))

  it.each([
    '2024年2月29日',
    '6月26日17时',
    '24时前',
    '2026年10月12日星期一',
    '2026年2月17日（农历正月初一）',
    '2026年9月25日是中秋节',
    '9月25日至27日中秋节放假',
    '2026丙午马年',
    '2027年2月6日（农历正月初一）',
    '2026年4月28日至30日',
    '二月三十日',
  ])('%s stays', (text) => expect(found(text)).toEqual([]))
})

describe('numbers that contradict each other', () => {
  it.each([
    ['现就以下3项工作通知如下：一是备案，二是清理，三是监测，四是考核。', 'listed-count｜3'],
    ['甲镇、乙镇、丙镇2个镇', 'listed-count｜2个镇'],
    ['共检查账号10个，其中合格8个、不合格3个。', 'sums｜10个'],
    ['其中政策类占60%、动态类占50%。', 'sums｜其中政策类占60%、动态类占50%'],
    ['由120件增加到150件，增长30%', 'growth｜由120件增加到150件，增长30%'],
    ['由150件增加到120件', 'growth｜由150件增加到120件'],
    ['投诉减少2倍', 'growth｜减少2倍'],
    ['2022年第季度', 'missing-number｜第'],
    ['连续个季度', 'missing-number｜连续'],
  ])('%s', (text, expected) => expect(found(text)).toEqual([expected]))

  it.each([
    '现就以下3项工作通知如下：一是备案，二是清理，三是监测。',
    '采取下列一项或者多项措施：\n（一）警告；\n（二）罚款。',
    '甲镇、乙镇等5个镇',
    '共检查账号10个，其中合格8个、不合格2个。',
    '共有干部50人，其中女性20人、党员40人。',
    '由120件增加到150件，增长25%',
    '由3.2万人增加到4.1万人，增长28.1%',
    '由35%提高到42%，提高7个百分点',
  ])('%s stays', (text) => expect(found(text)).toEqual([]))
})

describe('links', () => {
  it.each([
    ['见http://192.168.1.8/oa', 'internal-link｜http://192.168.1.8/oa'],
    ['见http://localhost:8080/a', 'internal-link｜http://localhost:8080/a'],
    ['见file:///C:/a.doc', 'internal-link｜file:///C:/a.doc'],
    ['见C:\\政务公开\\通知.doc', 'internal-link｜C:\\政务公开\\通知.doc'],
    ['见http://www.junshan.gov.cn.com/a', 'false-host｜http://www.junshan.gov.cn.com/a'],
    ['见http://www.junshan.g0v.cn', 'false-host｜http://www.junshan.g0v.cn'],
    ['见http://xn--fiqs8s.cn/', 'false-host｜http://xn--fiqs8s.cn/'],
    ['见http://www.jun\u0455han.gov.cn/', 'false-host｜http://www.jun\u0455han.gov.cn/'],
    ['见http：//www.junshan.gov.cn', 'broken-link｜http：//www.junshan.gov.cn'],
    ['见htttp://www.junshan.gov.cn', 'broken-link｜htttp://www.junshan.gov.cn'],
    ['见http://oa/', 'broken-link｜http://oa/'],
  ])('%s', (text, expected) => expect(found(text)).toEqual([expected]))

  it.each(['详见http://www.junshan.gov.cn/a?b=1。', '网址：https://zwfw.hunan.gov.cn', 'www.gov.cn'])(
    '%s stays',
    (text) => expect(found(text)).toEqual([]),
  )

  it('that lead elsewhere than their words say are told', () => {
    const text = '请登录 http://www.junshan.gov.cn 办理'
    const links = [
      { href: 'http://www.junshan-gov.cn/login', start: 4, end: 29 },
      { href: 'http://10.1.2.3/', start: 30, end: 32 },
    ]
    const { findings } = checkText(text, { rules: standardRules, on, links })
    expect(findings.map(({ rule }) => rule)).toEqual(['false-host-behind', 'internal-link-behind'])
  })
})

describe('signs and words', () => {
  it.each([
    ['政\u200b府', 'hidden-characters｜U+200B｜'],
    ['账号\u202e码号\u202c', 'hidden-characters｜U+202E｜'],
    ['内容\ufffd\ufffd', 'garbled｜\ufffd\ufffd'],
    ['全区&nbsp;通知', 'garbled｜&nbsp;'],
    ['请各单位，按要求，认真落实,及时，报送', 'half-width｜,｜，'],
    ['工作落实，，及时报送', 'doubled-marks｜，，｜，'],
    ['工作落实。，及时报送', 'doubled-marks｜。，'],
    ['敬请期待。。。', 'doubled-marks｜。。。｜……'],
    ['存在“‘僵尸化’倾向”更新不及时”问题', 'unpaired｜”'],
    ['《关于做好备案工作的通知', 'unpaired｜《'],
    ['（一）备案（二', 'unpaired｜（'],
    ['微信、微博、等，', 'pause-mark｜、｜'],
    ['《转发《关于备案的通知》的通知》', 'title-marks｜《关于备案的通知》｜〈关于备案的通知〉'],
    ['落实"先审后发"制度', 'title-marks｜"先审后发"｜“先审后发”'],
    ['群众的的诉求', 'doubled-characters｜的的｜的'],
    ['要进一步进一步加强', 'doubled-characters｜进一步进一步｜进一步'],
    ['认真的做好备案工作', 'particles｜的｜地'],
    ['工作做的很好。', 'particles｜的｜得'],
    ['取得良好地效果', 'particles｜地｜的'],
    ['截止6月16日，全县已备案', 'until-when｜截止｜截至'],
    ['截至时间为6月26日', 'until-when｜截至｜截止'],
  ])('%j', (text, expected) => expect(found(text)).toContain(expected))

  it.each([
    '👨\u200d👩\u200d👧欢迎',
    '为了了解情况，目的的实现，的的确确，不了了之',
    '“第一段。\n“第二段。”',
    '1）备案 2）清理',
    '甲、乙等3个单位',
    '报名截止时间为6月26日17时',
    '报名截止6月26日',
    '它的作用……还在继续。',
    '好的做法值得推广，说的很多道理',
    'v1.2.3，3.14，8:30',
    '再审申请人申请人民法院委托鉴定',
    '台风“杜苏芮”在福建沿海登陆',
  ])('%j stays', (text) => expect(found(text)).toEqual([]))
})

describe('a quote without its other half', () => {
  const unpaired = (text: string) =>
    checkText(text, { rules: standardRules, on }).findings.flatMap(({ rule, severity, why }) =>
      rule === 'unpaired' ? `${severity}${why.includes('摘出的一句') ? ' 摘句' : ''}` : [],
    )
  it.each<[string, string[]]>([
    // Sentences out of a longer quotation, one a line.
    ['他说：“我们要继续努力。\n要把工作做好。”\n会议昨天结束。', []],
    ['他说：“我们要继续努力。', ['advise 摘句']],
    ['要把工作做好。”', ['advise 摘句']],
    ['要把工作做好”。\n会议昨天结束。', ['advise 摘句']],
    ['会议昨天结束。\n”大家都赞成。', ['advise 摘句']],
    // Within a sentence nothing of it stands elsewhere.
    ['存在更新不及时”问题，须整改。', ['confirm']],
    // In paragraphs of several sentences the other half would be there.
    ['会议昨天结束。他说：“我们要继续努力。大家都赞成。', ['confirm']],
    ['会议昨天结束。要把工作做好。”大家都赞成。', ['confirm']],
    ['《关于做好备案工作的通知', ['confirm']],
  ])('%j', (text, expected) => expect(unpaired(text)).toEqual(expected))
})

describe('a text made to be slow', () => {
  it.each([
    '“',
    '（',
    '《',
    '的',
    '1',
    '138',
    'a@',
    '、',
    'http://',
    '共1个，其中',
    '由1个增加到',
    '单元1',
    '住村1',
    '镇、',
    '以下3项：',
    '2026年1月1日',
    '\u200b',
    '〔2019〕',
  ])(
    'of 100,000 characters of %j comes to an end',
    (piece) => {
      const { findings, notChecked } = checkText(piece.repeat(100_000 / piece.length), { rules: standardRules, on })
      // What is left out of a list too long for anybody is said.
      expect(findings.length === 5_000).toBe(notChecked.some(({ part }) => part === 'rest'))
      expect(findings.length).toBeLessThanOrEqual(5_000)
    },
    5_000,
  )
})
