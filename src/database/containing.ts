/** A pattern for `like` and `ilike`: somewhere in the text stands what was searched for, sign by sign. */
export const containing = (search: string): string => `%${search.trim().replaceAll(/[\\%_]/g, '\\$&')}%`
