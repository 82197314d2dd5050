import { entry } from './catalogue.ts'

export const checkpointRefusals = {
  'checkpoint.damaged': entry<{ name: string }>(
    422,
    ({ name }) => `“${name}”已损坏或残缺，核验数据读不完整。请改用保存的其他副本，或把打印件重新扫描、拍照后再核验。`,
  ),
  'checkpoint.foreign': entry<{ name: string }>(
    422,
    ({ name }) =>
      `“${name}”不是核验页，也不是本系统签发文件的原件，无从核验。请提交核验页，或从系统下载的原文件（另存、批注过的不算原件）。`,
  ),
  'checkpoint.not-taken': entry<{ name: string }>(
    409,
    ({ name }) => `“${name}”是本系统存档的文件，但没有出具过核验页：草稿、送审稿以及本功能启用以前的文件没有核验页。`,
  ),
  'checkpoint.no-file': entry(422, () => '请选择核验页或已签发文件的原件。'),
  'checkpoint.several': entry<{ name: string }>(
    422,
    ({ name }) => `“${name}”中有不止一份核验页。请拆开，每次核验一份。`,
  ),
  'checkpoint.foreign-district': entry<{ district: string }>(
    409,
    ({ district }) => `这份核验页属于地区 ${district}，本系统没有这个地区，不能核验。请在出具它的系统上核验。`,
  ),
}
