/** Readers of values that somebody else wrote: each gives a value of its type, or says what is wrong with it. Pure. */

/** Throws {@link Misfit} for anything but a value of its kind. */
export type Reader<Value> = (value: unknown) => Value

/** What is wrong, as a plain sentence without anything of the text itself. */
export class Misfit extends Error {}

export const NOT_OF_THIS_FORM = 'it is not written as this version of Tributary writes it'

function misfit(why = NOT_OF_THIS_FORM): never {
  throw new Misfit(why)
}

/** Reads a text as JSON of that kind; what is wrong with it as a string in `why`. */
export function readStrictly<Value>(
  text: string,
  read: Reader<Value>,
): { readonly kind: 'ok'; readonly value: Value } | { readonly kind: 'refused'; readonly why: string } {
  try {
    return { kind: 'ok', value: read(JSON.parse(text)) }
  } catch (error) {
    if (error instanceof Misfit) return { kind: 'refused', why: error.message }
    if (error instanceof SyntaxError) return { kind: 'refused', why: NOT_OF_THIS_FORM }
    throw error
  }
}

/** An object with these keys, each read in its own way, and no others. A key that is missing is read as undefined. */
export function shape<Shape extends Readonly<Record<string, unknown>>>(
  readers: {
    readonly [Key in keyof Shape]: Reader<Shape[Key]>
  },
): Reader<Shape> {
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) misfit()
    const given = value as Readonly<Record<string, unknown>>
    if (Object.keys(given).some((key) => !Object.hasOwn(readers, key))) misfit()
    const read = Object.entries<Reader<unknown>>(readers).map(([key, reader]) => [
      key,
      reader(Object.hasOwn(given, key) ? given[key] : undefined),
    ])
    return Object.fromEntries(read) as Shape
  }
}

export function list<Value>(read: Reader<Value>, most: number): Reader<readonly Value[]> {
  return (value) => {
    if (!Array.isArray(value)) misfit()
    if (value.length > most) misfit('it holds more than one resolution can')
    return value.map(read)
  }
}

export function optional<Value>(read: Reader<Value>): Reader<Value | undefined> {
  return (value) => (value === undefined ? undefined : read(value))
}

export function oneOf<const Value extends string | number>(values: readonly Value[]): Reader<Value> {
  return (value) => values.find((known) => known === value) ?? misfit()
}

/** A whole number within bounds, both included. */
export function whole(least: number, most: number): Reader<number> {
  return (value) =>
    Number.isInteger(value) && Number(value) >= least && Number(value) <= most ? Number(value) : misfit()
}

/** A text that fits; `fault` says why it does not. */
export function text<Text extends string = string>(fault: (text: string) => string | undefined): Reader<Text> {
  return (value) => {
    if (typeof value !== 'string') misfit()
    const why = fault(value)
    return why === undefined ? (value as Text) : misfit(why)
  }
}

export function matching<Text extends string = string>(pattern: RegExp): Reader<Text> {
  return text((value) => (pattern.test(value) ? undefined : NOT_OF_THIS_FORM))
}
