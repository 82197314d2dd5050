import { entry } from './catalogue.ts'

const SAVE_AS_DOCX = '请用 WPS 或 Word 打开后“另存为”.docx，或复制为纯文本后再检查。'

export const textRefusals = {
  'text.file-empty': entry(422, () => '文件是空的（0字节），没有可检查的文字。'),
  'text.file-too-large': entry<{ megabytes: number }>(
    413,
    ({ megabytes }) => `文件超过 ${megabytes} MB，未读取。请删去图片或拆成几个文件后再检查。`,
  ),
  'text.too-long': entry<{ limit: number }>(
    413,
    ({ limit }) => `文字超过 ${limit} 个字，一次检查不完。请按篇拆开后分次检查。`,
  ),
  'text.not-utf8': entry<{ line: number; count: number }>(
    422,
    ({ line, count }) =>
      `文件按 UTF-8 保存，但有 ${count} 处字节已损坏，第一处在第 ${line} 行，无法确定原来是什么字。请从原稿重新保存后再检查。`,
  ),
  'text.encoding-unknown': entry(
    422,
    () =>
      '文件不是可读的文本，既不是 UTF-8 也不是 GB18030 编码。请在 WPS 或记事本中另存为 UTF-8 文本或 .docx 后再检查。',
  ),
  'text.kind': entry<{ found: string }>(
    415,
    ({ found }) => `这个文件实际是${found}，不能直接检查文字。${SAVE_AS_DOCX}`,
  ),
  'text.picture': entry<{ found: string }>(
    415,
    ({ found }) => `这个文件是${found}，图片里的文字没有检查，请人工核对。`,
  ),
  'text.password-protected': entry(422, () => '文档设有打开密码，不能读取。请取消密码、保存后再检查。'),
  'text.expands-too-far': entry(
    413,
    () => `文件解压后过大或压缩比异常，为安全起见未读取。请删去无关内容，${SAVE_AS_DOCX}`,
  ),
  'text.damaged': entry<{ detail: string }>(
    422,
    ({ detail }) => `文件结构有问题（${detail}），未读取。${SAVE_AS_DOCX}`,
  ),
  'text.nested-too-deep': entry(422, () => `网页标签层层嵌套异常，为安全起见未读取。${SAVE_AS_DOCX}`),
  'text.checks-waiting': entry(503, () => '正在检查的文字较多，这一次没有检查。请过一分钟再检查。'),
  'text.check-too-slow': entry<{ seconds: number }>(
    503,
    ({ seconds }) => `检查超过${seconds}秒没有完成，已经停止，没有检查结果。请把文字分成几段，分次检查。`,
  ),
}
