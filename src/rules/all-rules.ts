/** The rules that are asked, each in a file of its own. */
import type { Rule } from '../base/model/facts.ts'
import { ownership } from './ownership.ts'

export const ALL_RULES: readonly Rule[] = [ownership]
