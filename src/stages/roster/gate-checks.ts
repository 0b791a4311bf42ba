/** What single values of a gate must be like. */
import { treeNameFault } from '../../base/model/names.ts'
import { QUEUE_HINT, queueUrlFault } from '../../base/text/queue-url.ts'
import { isPlainLine, printable } from '../../base/text/printable.ts'
import type { Check, Objection } from './table-reader.ts'

/** Longest command line or argument, in characters; Linux takes 128 KiB in one argument. */
const RUN_LENGTH_MAX = 32_768

export const checkGateName: Check = (text) =>
  objection(treeNameFault(text), 'Letters, digits, ".", "_" and "-", such as "allmodconfig".')

export const checkLabel: Check = (text) =>
  objection(treeNameFault(text), 'A word for what a machine is: letters, digits, ".", "_" and "-", such as "arm64".')

/** What a shell would be given. Arguments may be empty and hold lines, but nothing that a terminal would act on. */
export const checkRun: Check = (text) => {
  if (text.length > RUN_LENGTH_MAX) return { why: 'is too long', hint: 'Put it into a script, and run that.' }
  if (text.trim() === '') return { why: 'is empty', hint: 'Such as: run = "make -j8", or run = ["make", "-j8"]' }
  return printable(text) === text
    ? undefined
    : { why: 'holds a control character', hint: 'Write it as the shell can: \\033' }
}

/** Looked for in PATH by this name, and asked for its version. */
export const checkTool: Check = (text) =>
  /^[A-Za-z0-9][A-Za-z0-9._+-]{0,99}$/.test(text)
    ? undefined
    : { why: 'names no program', hint: 'The name of a program in PATH, without a folder, such as "gcc-12".' }

export const checkValue: Check = (text) =>
  isPlainLine(text) ? undefined : { why: 'holds a control character', hint: 'One line of text.' }

export const checkFolderPath: Check = (text) =>
  /^\/(?!.*(?:^|\/)\.\.(?:\/|$))./.test(text) && isPlainLine(text)
    ? undefined
    : { why: 'is not an absolute path of a folder', hint: 'Such as "/srv/toolchains", without "..".' }

/** What a gate gets in any case. A gate that could set them would leave the sandbox's own folders. */
const FIXED_VARIABLES: readonly string[] = ['HOME', 'PATH', 'PWD', 'TMPDIR']

export function variableFault(name: string): Objection | undefined {
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,99}$/.test(name))
    return { why: 'cannot be the name of a variable', hint: 'Letters, digits and "_", such as ARCH.' }
  if (FIXED_VARIABLES.includes(name))
    return { why: 'is set for every gate and cannot be set here', hint: 'Set it in the command: run = "PATH=… make"' }
  return undefined
}

function objection(why: string | undefined, hint: string): Objection | undefined {
  return why === undefined ? undefined : { why, hint }
}

export const checkQueue: Check = (text) => objection(queueUrlFault(text), QUEUE_HINT)
