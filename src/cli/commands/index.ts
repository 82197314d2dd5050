import type { Command } from '../command.ts'
import { districtAdd, districtList } from './districts.ts'
import { trailVerify } from './trail.ts'

/** Every command but `serve` and `demo`, in the order of the office's work. */
export const commands: readonly Command[] = [districtAdd, districtList, trailVerify]
