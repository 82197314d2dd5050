/** The largest file that is taken, in megabytes: what is asked for beside a field, checked at the door and kept. */
export const fileMegabytes = 20

/** What stands beside a field in more than one room, in the same words. */
export const hints = {
  maskedStays: '号码已遮住；不改动则保留原号码。',
  /** Beside a field for a scan or a receipt. */
  scanFile: `PDF、JPG或PNG，不超过${fileMegabytes} MB。`,
  /** Beside the words with which something is sent back (notice 二（一）: 一次性告知). */
  faultsAtOnce: '退回的，一次性写明全部需要补正的问题。',
} as const
