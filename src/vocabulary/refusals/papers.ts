import { entry } from './catalogue.ts'

/** Signed papers, whatever they are of: a return or a case. */
export const paperRefusals = {
  'paper.signature-missing': entry<{ paper: string }>(
    422,
    ({ paper }) => `《${paper}》没有单位主要领导签字，不能受理，请退回补正（通知二（一））。`,
  ),
  'paper.signature-wrong-role': entry<{ paper: string }>(
    422,
    ({ paper }) => `《${paper}》由其他人员签字。通知要求单位主要领导签字，不能受理，请退回补正。`,
  ),
  'paper.seal-missing': entry<{ paper: string }>(
    422,
    ({ paper }) => `《${paper}》没有加盖单位公章，不能受理，请退回补正（通知二（一））。`,
  ),
  'paper.differs-from-print': entry<{ paper: string }>(
    422,
    ({ paper }) => `《${paper}》的扫描件与打印版本不一致，又没有转录手写更正，不能受理。请逐项转录更正，或退回补正。`,
  ),
  'paper.unchecked': entry<{ paper: string }>(
    422,
    ({ paper }) => `《${paper}》还没有核验签字、盖章和内容，请核验后再受理。`,
  ),
  'paper.correction-unconfirmed': entry<{ count: number }>(
    422,
    ({ count }) => `有 ${count} 处手写更正尚未确认，请核对扫描件并确认后再受理。`,
  ),
  'paper.correction-not-valid': entry<{ field: string; wanted: string }>(
    422,
    ({ field, wanted }) => `“${field}”的手写更正不符合要求：${wanted}。请核对扫描件后重新转录。`,
  ),
  'paper.correction-same': entry<{ field: string }>(
    422,
    ({ field }) => `“${field}”的手写更正与打印内容相同，不是更正。请核对扫描件。`,
  ),
}
