/** The command line in the test's own process: what a user types, and what is printed for it. */
import { vi } from 'vitest'
import { makeProgram } from '../../src/faces/cli/program.ts'

export interface Terminal extends Disposable {
  /** Runs the command line in a workspace and gives what it printed. */
  tributary(folder: string, ...words: string[]): Promise<string>
  /** Everything printed so far. */
  printed(): string
}

/** Takes standard output until it is disposed of. */
export function openTerminal(): Terminal {
  const texts: string[] = []
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    texts.push(String(text))
    return true
  })
  return {
    printed: () => texts.join(''),
    async tributary(folder, ...words) {
      const before = texts.length
      await makeProgram().parseAsync(['node', 'tributary', '-C', folder, ...words])
      return texts.slice(before).join('')
    },
    [Symbol.dispose]: () => spy.mockRestore(),
  }
}
