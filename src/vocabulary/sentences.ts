/**
 * The ten sentences that screens and papers must say exactly (the office's own words). A sentence that carries a
 * number or a day is a function of it; days arrive already printed (`2026年11月16日`, `6月21日`), because this room
 * stands below the calendar.
 */
export const sentences = {
  /** 1 — beside every account without collection. */
  notCollected: '未采集到数据不等于未更新，该账号本月暂不判定，请安排人工巡查。',
  /** 2 — above every list of candidates. */
  candidatesOnly: '以下为系统监测线索，未经人工复核，不得作为通报、整改和考核依据。',
  /** 3 — beside every form that is signed and sealed on paper (notice 二（一）、二（二）). */
  signedAndSealed: '报送资料须经单位主要领导签字并加盖单位公章；系统内点击确认不能代替签字盖章。',
  /** 4 — what a unit reads when its filing comes back: all faults at once. */
  correctionsAtOnce: (faults: number, until: string) =>
    `经审核，共有${faults}处需要补正，现一次性告知，请于${until}前重新报送。`,
  /** 5 — the declaration of a unit that runs no account. */
  nothingToReport: '本单位经全面排查，未开设政务新媒体，特此零报告；如有瞒报漏报，按有关规定追究责任。',
  /** 6 — a confirmed finding of N-NM-02a (国办秘函〔2019〕19号, 内容不更新). */
  notUpdated: (checkpoint: string, lastUpdate: string) =>
    `监测时间点为${checkpoint}，该账号最后更新日期为${lastUpdate}，监测时间点前2周内无更新，经人工复核，判定为不合格。`,
  /** 7 — beside every follower or read count. */
  countsNotScored: '粉丝量、阅读量仅作登记，不用于考核评分和排名。',
  /** 8 — on an account that is being closed. */
  stillMonitored: '账号停更后至注销完成前仍纳入监测，请先办理备案并发布公告，不得私自注销。',
  /** 9 — beside every field that takes free text or a file. */
  nothingSecret: '严禁录入、上传涉密信息；发现疑似泄密内容，请立即联系保密部门，不得截图、转发。',
  /** 10 — beside every trigger of accountability. */
  systemOnlyHints: '系统仅提示问题线索，是否追究责任由有权机关依规依纪依法决定。',
} as const
