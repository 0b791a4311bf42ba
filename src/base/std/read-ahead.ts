/** Reads a list in order, with so many of the next asked for already: whoever answers works while the last answer is made use of. */

export async function* readAhead<Item, Answer>(
  items: readonly Item[],
  ahead: number,
  read: (item: Item) => Promise<Answer>,
): AsyncGenerator<Answer, void> {
  const asked: Promise<Answer>[] = []
  let next = 0
  for (let at = 0; at < items.length; at += 1) {
    for (; next < items.length && next <= at + ahead; next += 1) asked.push(quiet(read(items[next] as Item)))
    yield await (asked.shift() as Promise<Answer>)
  }
}

/** What fails is heard of when it is waited for. Whoever stops before that does not want to hear of it. */
function quiet<Answer>(answer: Promise<Answer>): Promise<Answer> {
  answer.catch(() => undefined)
  return answer
}
