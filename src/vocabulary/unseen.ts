/**
 * Signs without width or ink: zero-width blanks and joiners, direction marks and overrides, soft hyphens, variation selectors,
 * tag characters. Put between letters they hide a word from a search while a reader sees nothing.
 */
export const UNSEEN =
  /[\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|\u034f|[\ufe00-\ufe0f]|\udb40[\udc00-\udfff]/g
