/** What commander made of a command's options. */
export type Options = Readonly<{ [name: string]: string | boolean | undefined }>
