/** A count or share written in Chinese numerals: 两家, 百分之三十. 一是, （一）, 第三, 举一反三 and 三项措施 count nothing; what is counted is named behind the number. */
export const spokenCounts =
  /(?<!举一反|第)(?:百分之)?[零〇一二两三四五六七八九十百千万]+(?=个(?!方面|环节|阶段|工作日)|家|条|起|次|篇|天|件|名|人|[，。；、]|$)/gmu
