/** Takes secrets out of a log: those that are known, and whatever has the shape of one. */

/** Shorter texts stand in logs by chance, and taking them out would garble the log. */
const SECRET_LENGTH_MIN = 6

const TAKEN_OUT = '[secret]'

/** Shapes that nothing but a credential has, by those who issue them. */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, TAKEN_OUT],
  [
    /\b(?:gh[opsur]_[A-Za-z0-9]{36,}|github_pat_\w{40,}|glpat-[\w-]{20,}|npm_[A-Za-z0-9]{36}|xox[abprs]-[\w-]{10,})/g,
    TAKEN_OUT,
  ],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, TAKEN_OUT],
  [/\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/g, TAKEN_OUT],
  [/(\bauthorization:\s*(?:bearer|basic|token)\s+)\S+/gi, `$1${TAKEN_OUT}`],
  // A password in a URL; the name before it stays.
  [/(\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@]{0,200}:)[^\s/@]{1,200}(?=@)/gi, `$1${TAKEN_OUT}`],
]

export function withoutSecrets(log: string, secrets: readonly string[]): string {
  const known = secrets.filter((secret) => secret.length >= SECRET_LENGTH_MIN).flatMap(formsOf)
  // The longest first: one may be the beginning of another.
  const inOrder = known.toSorted((a, b) => b.length - a.length)
  const without = inOrder.reduce((text, secret) => text.replaceAll(secret, TAKEN_OUT), log)
  return SHAPES.reduce((text, [shape, instead]) => text.replace(shape, instead), without)
}

/** As it is, as it stands in a URL, and in base64, however the text before it shifts that. */
function formsOf(secret: string): string[] {
  const shifted = [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), Buffer.from(secret)])
      .toString('base64')
      .replace(/=+$/, '')
    // The characters at either end are made of the neighbours too.
    return encoded.slice(shift === 0 ? 0 : shift + 1, -1)
  })
  return [secret, encodeURIComponent(secret), ...shifted].filter((form) => form.length >= SECRET_LENGTH_MIN)
}

/** Values of variables that are called like a secret. */
export function secretsOf(env: Readonly<Record<string, string>>): string[] {
  return Object.entries(env).flatMap(([name, value]) => (isSecret(name) ? [value] : []))
}

/** Variables as a person may see them. */
export function shownVariables(env: Readonly<Record<string, string>>): [name: string, value: string][] {
  return Object.entries(env).map(([name, value]) => [name, isSecret(name) ? TAKEN_OUT : value])
}

function isSecret(name: string): boolean {
  return /(?:TOKEN|PASSW(?:OR)?D|PASSPHRASE|SECRET|CREDENTIALS?|_KEY|APIKEY)$/i.test(name)
}
