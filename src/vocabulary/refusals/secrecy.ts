import { sentences } from '../sentences.ts'
import { entry } from './catalogue.ts'

export const secrecyRefusals = {
  'secrecy.file-stopped': entry<{ place: string; number: number }>(
    422,
    ({ place, number }) =>
      `文件中${place}带有国家秘密标志，整个文件未保存、未导入，已记为疑似涉密第${number}号。${sentences.nothingSecret}移交后，请另行整理不含这些内容的文件再导入。`,
  ),
  'secrecy.form-stopped': entry<{ number: number }>(
    422,
    ({ number }) =>
      `填写的内容或者所传文件的名称带有国家秘密标志，没有保存，已记为疑似涉密第${number}号。${sentences.nothingSecret}请删去这些内容后再提交。`,
  ),
  'secrecy.upload-stopped': entry<{ what: string; number: number | null }>(
    422,
    ({ what, number }) =>
      `${what}带有国家秘密标志，没有保存，已${number === null ? '记入操作留痕' : `记为疑似涉密第${number}号`}。${sentences.nothingSecret}请按保密规定处理，并换成不含这些内容的文件再提交。`,
  ),
  'secrecy.handed-over-already': entry<{ number: number }>(
    409,
    ({ number }) => `疑似涉密第${number}号已登记移交，无需再次登记。`,
  ),
  'secrecy.receiver-missing': entry(
    422,
    () => '请写明移交给哪个保密部门（60个字以内），只写单位和人员，不写任何内容。',
  ),
  'secrecy.day-missing': entry(422, () => '请填写移交日期，格式如 2026-10-12。'),
  'secrecy.handed-over-later': entry<{ day: string; today: string }>(
    422,
    ({ day, today }) => `移交日期（${day}）晚于今天（${today}），请更正。`,
  ),
}
