export { type FollowedTask, type Instruction, isLate, quotes, stepLabels, type Task, taskStateLabels } from './model.ts'
export { InstructionMark, TaskMark } from './pages/marks.tsx'
export {
  countFollowed,
  followedTasks,
  listInstructions,
  listTasks,
  readInstruction,
  stepsOf,
  type TaskRow,
  tasksOnReport,
  tasksOwed,
  waitingInstructions,
} from './queries.ts'
export { instructionRecordWords } from './record-words.ts'
export { instructionRoutes } from './routes.tsx'
export { acceptTask, answerTask, assignTask, takeTaskBack } from './verbs/tasks.ts'
export { checkTranscription, transcribe, withdrawInstruction } from './verbs/transcription.ts'
export { photosMost, registerInstruction } from './verbs/register-instruction.ts'
export { requireStanding, standingOfWords } from './verbs/standing.ts'
