import { createRequire } from 'node:module'

const FONTS = '@expo-google-fonts'
// Stand-ins (SIL OFL): 仿宋 by the regular serif, 小标宋 and 楷体 by the semi-bold one, 黑体 by the sans.
const STAND_INS = {
  fang: `${FONTS}/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf`,
  song: `${FONTS}/noto-serif-sc/600SemiBold/NotoSerifSC_600SemiBold.ttf`,
  hei: `${FONTS}/noto-sans-sc/500Medium/NotoSansSC_500Medium.ttf`,
} as const

/** Where a font that comes with the program lies. */
export function standIn(face: keyof typeof STAND_INS): string {
  return createRequire(import.meta.url).resolve(STAND_INS[face])
}
