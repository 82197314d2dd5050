import { createRequire } from 'node:module'

// Stand-ins (SIL OFL): 仿宋 by the regular serif, 小标宋 and 楷体 by the semi-bold one, 黑体 by the sans.
const STAND_INS = [
  '@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf',
  '@expo-google-fonts/noto-serif-sc/600SemiBold/NotoSerifSC_600SemiBold.ttf',
  '@expo-google-fonts/noto-sans-sc/500Medium/NotoSansSC_500Medium.ttf',
]

/** Paths of the fonts that come with the program. */
export function standInFonts(): string[] {
  const { resolve } = createRequire(import.meta.url)
  return STAND_INS.map((font) => resolve(font))
}
