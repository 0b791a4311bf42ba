/** A string that was checked once, at the edge, and carries the proof in its type. */
declare const brand: unique symbol
export type Brand<Base, Name extends string> = Base & { readonly [brand]: Name }
