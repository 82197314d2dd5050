import { entry } from './catalogue.ts'

export const fileRefusals = {
  'file.too-large': entry<{ name: string; most: string }>(
    413,
    ({ name, most }) => `文件“${name}”超过 ${most}，未上传。请压缩或拆分后重新上传。`,
  ),
  'file.kind-not-accepted': entry<{ name: string; wanted: string }>(
    415,
    ({ name, wanted }) =>
      `文件“${name}”的内容不是${wanted}（按内容识别，与扩展名无关），未上传。请换成${wanted}后重新上传。`,
  ),
  'file.empty': entry<{ name: string }>(422, ({ name }) => `文件“${name}”是空文件，未上传。请检查后重新选择。`),
  'file.erase-reason': entry(422, () => '请写明删除原因，原因记入留痕。'),
  'file.lost': entry<{ name: string }>(
    503,
    ({ name }) => `文件“${name}”的原件在数据目录中缺失或已损坏，请立即联系系统管理员核对备份。`,
  ),
  'file.unwritable': entry<{ name: string }>(
    422,
    ({ name }) => `写不进“${name}”：文件夹不存在、没有写入权限或磁盘已满。请核对路径后重试。`,
  ),
  'file.unreadable': entry<{ name: string }>(422, ({ name }) => `读不到文件“${name}”，请核对路径和读取权限。`),
  'scan.electronic-seal': entry<{ name: string }>(
    422,
    ({ name }) =>
      `“${name}”是 OFD 版式文件。本系统未接入电子印章验签，不能核验其中的电子签章，未上传。请打印后由主要领导签字、加盖公章，上传扫描件（PDF、JPG、PNG）。`,
  ),
  'scan.unreadable': entry<{ name: string }>(
    422,
    ({ name }) => `“${name}”打不开，文件可能已损坏或没有传完整。请重新扫描或另存后再上传。`,
  ),
  'scan.password': entry<{ name: string }>(
    422,
    ({ name }) => `“${name}”设有打开密码，无法核对签字盖章。请取消密码后再上传。`,
  ),
  'scan.too-many-pages': entry<{ name: string; pages: number; most: number }>(
    422,
    ({ name, pages, most }) => `“${name}”有 ${pages} 页，超过 ${most} 页。请只扫描本次报送的表格，必要时分次上传。`,
  ),
  'scan.too-many-pixels': entry<{ name: string; width: number; height: number }>(
    422,
    ({ name, width, height }) => `“${name}”的图像过大（${width}×${height} 像素）。请以 200 至 300 dpi 重新扫描后上传。`,
  ),
  'scan.too-heavy': entry<{ name: string }>(
    422,
    ({ name }) => `“${name}”内容过于复杂，未能在限定时间内读完。请以 200 至 300 dpi 重新扫描后上传。`,
  ),
}
