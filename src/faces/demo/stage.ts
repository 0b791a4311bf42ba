/** Where the story is played. */
import type { Git } from '../../base/git/spawn.ts'

export interface Stage {
  readonly git: Git
  /** The workspace; an empty folder, or none yet. */
  readonly folder: string
  /** What the operator would type to get there: `./tributary -C <folder>`. */
  readonly command: string
  /** Shows a paragraph of the guide's, or a headline. */
  readonly say: (text: string, style?: 'headline') => void
  /** Runs the command line in the workspace, showing what was typed and what it prints. */
  readonly tributary: (...words: string[]) => Promise<void>
}
