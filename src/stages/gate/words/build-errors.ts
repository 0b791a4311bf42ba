/** How compilers, linkers and make say that something is wrong. */
import { behind, found, onOneLine, type Recogniser } from './recogniser.ts'

/** `drivers/usb/core.c:12:3: error: …` of gcc and clang; `boot.s:3: Error: …` of the assembler. */
const compiler = onOneLine(/^(?<file>[^\s:][^:]*):(?<line>\d+)(?::\d+)?: (?:fatal )?[Ee]rror: (?<text>.+)/)

/** `cc1: error: …`, where a whole file or an option is wrong. */
const driver = onOneLine(
  /^(?:cc1\w*|clang\S*|gcc\S*|[gc]\+\+\S*|cc|as|rustc|swiftc|ld\.lld): (?:fatal )?error: (?<text>.+)/,
)

/** `net/core.c:(.text+0x5): undefined reference to …`, with a line instead where there is debug information; `ld.lld: error: …` is above. */
const linker = onOneLine(
  /^(?:\S*ld(?:\.\w+)?: )?(?:(?<file>[^\s:()]+):(?:(?<line>\d+):?)?(?:\([^)]*\):)? ?)?(?<text>(?:undefined reference to|multiple definition of|cannot find -l|relocation truncated).*)/,
)

/** `error[E0425]: …`, and where on the line below it. */
const rust: Recogniser = (lines, at) => {
  const text = /^error(?:\[\w+\])?: (.+)/.exec(lines[at] ?? '')?.[1]
  if (text === undefined || /^(?:could not compile|aborting due to|build failed)/.test(text)) return undefined
  const where = behind(lines, at, 3, /^\s*--> ([^:]+):(\d+):\d+/)
  return where && found(text, where[1], where[2])
}

/** `src/a.ts(3,5): error TS2304: …`, and with colours `src/a.ts:3:5 - error TS2304: …`. */
const typescript = onOneLine(/^(?<file>[^\s(:][^(:]*)(?:\((?<line>\d+),\d+\):|:\d+:\d+ -) (?<text>error TS\d+: .+)/)

/** `./main.go:7:2: undefined: x`, which calls nothing an error. */
const go = onOneLine(/^(?:vet: )?(?<file>[^\s:]+\.go):(?<line>\d+):\d+: (?<text>.+)/)

/** `make: *** No rule to make target …`, which is the cause itself; `Error 2` only tells that there was one. */
const makeRule = onOneLine(
  /^(?:g?make|ninja)(?:\[\d+\])?: (?:\*\*\* )?(?<text>(?:No rule to make target|error: |missing separator).*)/,
)
const makeFile = onOneLine(/^(?<file>[^\s:]+):(?<line>\d+): \*\*\* (?<text>.+)/)

/** `sh: 1: foo: not found`, `./build.sh: line 3: foo: command not found`. */
const shell = onOneLine(
  /^(?:\/\S+\/|\.\/)?[\w.-]+: (?:line )?\d+: (?<text>.*(?:not found|[Pp]ermission denied|No such file or directory|[Ss]yntax error.*))$/,
)

/** `scripts/mod.o: error: …` and the like of the kernel's own tools. */
const modpost = onOneLine(/^ERROR: (?:modpost: )?(?<text>.+)/)

export const BUILD_ERRORS: readonly Recogniser[] = [
  compiler,
  driver,
  linker,
  rust,
  typescript,
  go,
  makeRule,
  makeFile,
  shell,
  modpost,
]

/** What only says that something failed: taken where nothing says what. */
export const WEAK_BUILD_ERRORS: readonly Recogniser[] = [
  onOneLine(/^(?<text>(?:collect2|cargo|npm|ninja): (?:error|ERR).*)/),
  onOneLine(/^(?:g?make)(?:\[\d+\])?: (?<text>\*\*\* .+)/),
  onOneLine(/^(?<text>(?:error|ERROR|fatal|FATAL|Error)(?:\[\w+\])?: .+)/),
  onOneLine(
    /^(?:\S+ )?(?<text>(?:Segmentation fault|Aborted|Bus error|Killed|Illegal instruction)(?: \(core dumped\))?)$/,
  ),
]
