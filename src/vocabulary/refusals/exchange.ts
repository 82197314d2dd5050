import { entry } from './catalogue.ts'

export const exchangeRefusals = {
  'exchange.not-a-package': entry(
    422,
    () => '该文件不是上下级报送的数据包，没有接收。请核对文件（扩展名为 .gmpkg），必要时请对方重新发送。',
  ),
  'exchange.newer-format': entry<{ format: string; known: number }>(
    422,
    ({ format, known }) =>
      `数据包的格式是第${format}版，本系统只识别到第${known}版，没有接收。请升级本系统，或者请对方用旧版制作。`,
  ),
  'exchange.too-large': entry<{ most: string }>(
    413,
    ({ most }) => `数据包超过${most}，不能制作或接收。请减少附件，或者另行报送附件。`,
  ),
  'exchange.key-unknown': entry(
    403,
    () => '数据包由本机没有信任的公钥签名，没有接收。请系统管理员与对方电话核对指纹，信任对方公钥后再接收。',
  ),
  'exchange.key-revoked': entry<{ name: string }>(
    403,
    ({ name }) => `数据包由“${name}”已停用的公钥签名，没有接收。请系统管理员与对方核对新的公钥。`,
  ),
  'exchange.signature-wrong': entry(
    422,
    () => '数据包的签名不符：制作以后被改动过，或者传送中损坏，没有接收。请对方重新发送。',
  ),
  'exchange.unreadable': entry(
    422,
    () => '数据包签名相符，但内容不符合约定的格式，没有接收。请联系对方核对双方系统的版本。',
  ),
  'exchange.other-sender': entry<{ said: string; key: string }>(
    403,
    ({ said, key }) => `数据包自称由“${said}”制作，签名却是“${key}”的，没有接收。请与双方核实。`,
  ),
  'exchange.not-addressed-here': entry<{ to: string }>(
    409,
    ({ to }) => `数据包的收件单位是“${to}”，不是本单位，没有接收。请转交收件单位。`,
  ),
  'exchange.wrong-direction': entry(
    409,
    () => '检查、交办只能由上级发给下级，反馈、数据只能由下级报给上级，该数据包方向不符，没有接收。',
  ),
  'exchange.expired': entry<{ at: string }>(
    409,
    ({ at }) => `数据包的有效期到${at}为止，已经过期，没有接收。请对方重新制作。`,
  ),
  'exchange.from-future': entry<{ at: string }>(
    409,
    ({ at }) => `数据包的制作时间${at}晚于本机时间，没有接收。请双方核对系统时间。`,
  ),
  'exchange.attachment-changed': entry<{ name: string }>(
    422,
    ({ name }) => `数据包中“${name}”与签名时不一致，没有接收。请对方重新发送。`,
  ),
  'exchange.seen-before': entry(409, () => '该数据包以前接收过，没有重复接收。请在“上下级报送”中查看。'),
  'exchange.key-unreadable': entry(422, () => '该文件不是公钥文件。请对方在“上下级报送”的“公钥”页面下载后发来。'),
  'exchange.fingerprint-differs': entry(
    409,
    () =>
      '电话中念出的指纹与公钥文件的不一致，没有信任。请重新核对，八组都要相符；仍不相符的，公钥文件可能被调换，请勿使用。',
  ),
  'exchange.trusted-already': entry<{ name: string }>(
    409,
    ({ name }) => `“${name}”的这把公钥已经信任过或者已经停用，不能再次信任。停用以后须由对方更换公钥。`,
  ),
  'exchange.not-above-or-below': entry<{ name: string }>(
    409,
    ({ name }) => `“${name}”既不是本单位的上级，也不是下级，不能交换数据包。请核对公钥文件。`,
  ),
  'exchange.place-needed': entry(422, () => '请用 --place 写明以哪个地区的名义办理（6 位行政区划代码）。'),
  'exchange.not-complete': entry<{ what: string }>(422, ({ what }) => `请填写${what}。`),
  'exchange.too-long': entry<{ what: string; most: number }>(
    422,
    ({ what, most }) => `${what}不超过${most}个字，请精简。`,
  ),
  'exchange.too-many-files': entry<{ most: number }>(422, ({ most }) => `附件不超过${most}个，请合并后重新选择。`),
  'exchange.due-past': entry<{ due: string }>(422, ({ due }) => `反馈时限${due}已经过了，请重新填写。`),
  'exchange.not-entered': entry(409, () => '该交办还没有登记为上级交办，不能制作反馈包。请先登记、分办、审签。'),
  'exchange.entered-already': entry(409, () => '该交办已经登记为上级交办，不能重复登记。'),
  'exchange.answer-unsigned': entry(
    409,
    () => '反馈函还没有审签，不能制作反馈包。请在“上级交办”中汇总、审签后再制作。',
  ),
  'exchange.peer-unknown': entry<{ code: string }>(
    409,
    ({ code }) => `本机没有信任上级 ${code} 的公钥，不能向其报送。请系统管理员先与对方核对公钥。`,
  ),
  'exchange.month-unchecked': entry<{ month: string }>(
    409,
    ({ month }) => `${month}没有开展监测，没有可以报送的数据。请先在“月度监测”中开展监测。`,
  ),
  'exchange.peer-revoked': entry<{ name: string }>(
    403,
    ({ name }) => `“${name}”的公钥已经停用，不能在线收发。请系统管理员与对方核对新的公钥。`,
  ),
  'exchange.token-expiry': entry<{ last: string }>(422, ({ last }) => `有效期应在今天至${last}之间，最长一年。`),
  'exchange.not-the-bearers': entry<{ peer: string }>(
    403,
    ({ peer }) => `令牌属于“${peer}”，只能报送该单位签名的数据包。请由发件单位用自己的令牌报送。`,
  ),
  'exchange.link-address': entry<{ why: string }>(
    422,
    ({ why }) => `对方地址不能使用：${why}。请填写对方平台的网址，以 https 开头。`,
  ),
  'exchange.link-token': entry(
    422,
    () =>
      '令牌不是该单位的收发令牌（形如“gx_行政区划代码_随机字符”）。请由对方在“上下级公钥 › 在线收发”为本单位建立后交来。',
  ),
  'exchange.no-link': entry(
    409,
    () => '没有设置与该单位在线收发。请系统管理员在“上下级公钥 › 在线收发”设置，或者用文件交换。',
  ),
  'exchange.link-unreadable': entry(409, () => '对方地址或令牌无法读取。请系统管理员重新设置在线收发。'),
}
