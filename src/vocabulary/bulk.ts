/** The most rows of one order: what is confirmed must still have been read. */
export const bulkMost = 500
