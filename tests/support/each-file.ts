import { endFiles } from './file-end.ts'

endFiles()
