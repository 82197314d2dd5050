import { entry } from './catalogue.ts'

export const bulletinRefusals = {
  'bulletin.month-unreadable': entry<{ found: string }>(
    422,
    ({ found }) => `月份应写作“2026-09”这样的形式，收到的是“${found}”。`,
  ),
  'bulletin.not-begun': entry<{ month: string }>(422, ({ month }) => `${month}尚未开始，不能编制简报。`),
  'bulletin.nothing-checked': entry<{ month: string }>(
    409,
    ({ month }) => `${month}还没有开展过监测，不能编制简报。请先开展当月监测。`,
  ),
  'bulletin.month-open': entry<{ month: string }>(
    409,
    ({ month }) => `${month}监测尚未办结，结果仍可能变化，简报只能作为草稿。请先复核、办结当月监测，再重新编制、审定。`,
  ),
  'bulletin.not-newest': entry<{ month: string }>(
    409,
    ({ month }) => `这不是${month}简报的最新版本，不能审定。请打开最新版本核对后审定。`,
  ),
  'unit-sheet.not-begun': entry<{ period: string }>(422, ({ period }) => `${period}尚未开始，没有监测情况。`),
  'unit-sheet.period-unreadable': entry<{ found: string }>(
    422,
    ({ found }) => `月份应写作“2026-09”，季度应写作“2026Q3”，收到的是“${found}”。`,
  ),
  'open-data.not-newest': entry(409, () => '之后又准备了新的一期，请打开最新一期核对后审定。'),
  'open-data.facts-changed': entry(
    409,
    () => '这一期准备之后，账号名录、月度监测或公开文件又有变化，不能再公开。请重新准备一期，核对后审定。',
  ),
  'open-data.not-prepared': entry(409, () => '这一期已经审定或撤回，不能再审定。需要重新公开的，请重新准备一期。'),
  'open-data.not-released': entry(409, () => '这一期没有在公开，不用撤回。'),
  'open-data.no-reason': entry(422, () => '请写明撤回的理由（4至200字）。'),
  'open-data.folder-not-empty': entry<{ folder: string }>(
    409,
    ({ folder }) => `文件夹“${folder}”中已有其他文件，没有改动。请换一个空文件夹。`,
  ),
  'bulletin.facts-changed': entry(
    409,
    () => '简报编制之后，监测结果、整改情况或台账又有变化。请重新编制，核对新版本后再审定。',
  ),
}
