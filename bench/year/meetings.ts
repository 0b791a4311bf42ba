/** Who clashes with whom in a made-up year: conflicts of 200 trees, each met again and again, and what right is. */
import { Random } from '../world/random.ts'
import { linesOf, type ClassName, SHARES, type Story, versionsOf, type Versions } from './stories.ts'

export interface Meeting extends Versions {
  readonly story: Story
  /** Which time it is met, from 0. */
  readonly time: number
  readonly day: number
}

/** So often a conflict is met that recurs at all: in releases of linux-next half of them more than five times, and eight times on average. */
const TIMES = [2, 3, 4, 5, 6, 8, 11, 19]

const DAYS = 365

/** In order of date. With `every` as 4, every fourth tree of each class. */
export function meetings(every: number): Meeting[] {
  const all: Meeting[] = []
  let number = 0
  for (const [name, trees] of Object.entries(SHARES) as [ClassName, number][])
    for (let tree = 0; tree < Math.max(1, Math.round(trees / every)); tree += 1) {
      number += 1
      all.push(...timesOf({ name, number, answer: answerOf(new Random('answer', number)) }))
    }
  return all.toSorted((a, b) => a.day - b.day || a.story.number - b.story.number)
}

function timesOf(story: Story): Meeting[] {
  const random = new Random('times', story.number)
  const times = random.pick(TIMES)
  const first = random.below(DAYS - times)
  let edits = 0
  return Array.from({ length: times }, (_, time) => {
    // 15 of a hundred trees change from one release to the next.
    if (time > 0 && random.chance(0.15)) edits += 1
    return { story, time, day: first + time, ...versionsOf(story, { time, edits }) }
  })
}

/** One side is taken in 9 of a hundred conflicts, both sides are kept one after the other in 18. */
function answerOf(random: Random): Story['answer'] {
  const place = random.below(100)
  if (place < 9) return 'theirs'
  return place < 27 ? 'union' : 'written'
}

/** Lines of the file that only a right answer has, one a hunk; undefined where hunks are not counted. */
export function hunksOf({ story, time }: Meeting): readonly string[] | undefined {
  return story.name === 'one of three' ? linesOf(story, time) : undefined
}
