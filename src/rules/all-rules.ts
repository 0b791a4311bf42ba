/** The rules that are asked, each in a file of its own. */
import type { Rule } from '../base/model/facts.ts'
import { backMerge } from './back-merge.ts'
import { duplicate } from './duplicate.ts'
import { fixesTag } from './fixes-tag.ts'
import { idleTree } from './idle-tree.ts'
import { late } from './late.ts'
import { oddDate } from './odd-date.ts'
import { ownership } from './ownership.ts'
import { rewound } from './rewound.ts'
import { signOff } from './sign-off.ts'
import { strayFile } from './stray-file.ts'
import { wrongMerge } from './wrong-merge.ts'

export const ALL_RULES: readonly Rule[] = [
  ownership,
  signOff,
  fixesTag,
  duplicate,
  wrongMerge,
  backMerge,
  strayFile,
  oddDate,
  idleTree,
  rewound,
  late,
]
