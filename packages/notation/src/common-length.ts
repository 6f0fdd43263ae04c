/** Code units with which both texts begin, at most `most`. */
export function commonPrefixLength(
  a: string,
  b: string,
  most: number = Number.POSITIVE_INFINITY,
): number {
  const end = Math.min(a.length, b.length, most)
  let length = 0
  while (length < end && a.charCodeAt(length) === b.charCodeAt(length)) length += 1
  return length
}

/** Code units with which both texts end, at most `most`. */
export function commonSuffixLength(
  a: string,
  b: string,
  most: number = Number.POSITIVE_INFINITY,
): number {
  const end = Math.min(a.length, b.length, most)
  let length = 0
  while (
    length < end &&
    a.charCodeAt(a.length - 1 - length) === b.charCodeAt(b.length - 1 - length)
  ) {
    length += 1
  }
  return length
}
