import { decodeJsonString } from './json-string.ts'
import { type JsonNode, MAX_JSON_DEPTH } from './json-tree.ts'

interface OpenNode extends JsonNode {
  end: number
  readonly children: OpenNode[]
}

/** What may come next in the container that is open. */
type Expected = 'value' | 'value or end' | 'key' | 'key or end' | 'separator or end'

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const LITERAL = /true|false|null/y
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y
const BLANKS = /[ \t\r\n]*/y
const QUOTE = 0x22
const BACKSLASH = 0x5c
const FIRST_PRINTABLE = 0x20

/**
 * Reads a JSON text into a tree with offsets; undefined where it is not valid JSON or not an object or array. Takes
 * time in the length of the text and no stack, however deep the text is nested.
 */
export function scanJson(text: string): JsonNode | undefined {
  return new JsonScanner(text).scan()
}

class JsonScanner {
  readonly #text: string
  #at = 0
  #open: OpenNode | undefined
  #root: OpenNode | undefined
  /** Kinds of the containers that are open below the depth that the tree shows. */
  readonly #hidden: string[] = []
  #key: { readonly start: number; readonly name: string } | undefined
  #expected: Expected = 'value'

  constructor(text: string) {
    this.#text = text
  }

  scan(): JsonNode | undefined {
    this.#skipBlanks()
    if (!'{['.includes(this.#text[this.#at] ?? ' ')) return undefined
    while (this.#at < this.#text.length) {
      if (!this.#step()) return undefined
      this.#skipBlanks()
      if (this.#root !== undefined && this.#open === undefined) break
    }
    return this.#at === this.#text.length && this.#open === undefined ? this.#root : undefined
  }

  #step(): boolean {
    const character = this.#text[this.#at]!
    switch (this.#expected) {
      case 'separator or end':
        return character === ',' ? this.#separate() : this.#close(character)
      case 'key or end':
        return character === '}' ? this.#close(character) : this.#readKey()
      case 'key':
        return this.#readKey()
      case 'value or end':
        return character === ']' ? this.#close(character) : this.#readValue(character)
      case 'value':
        return this.#readValue(character)
    }
  }

  #readValue(character: string): boolean {
    if (character === '{' || character === '[') return this.#openContainer(character)
    const start = this.#at
    if (!(character === '"' ? this.#readString() : this.#match(patternOf(character)))) return false
    this.#add(character === '"' ? 'string' : 'other', start)
    this.#expected = 'separator or end'
    return true
  }

  #openContainer(character: string): boolean {
    const isObject = character === '{'
    if (this.#hidden.length > 0 || (this.#open?.depth ?? 0) >= MAX_JSON_DEPTH) {
      if (this.#hidden.length === 0) this.#add('other', this.#at)
      this.#hidden.push(character)
    } else {
      this.#open = this.#add(isObject ? 'object' : 'array', this.#at)
    }
    this.#at++
    this.#expected = isObject ? 'key or end' : 'value or end'
    return true
  }

  #close(character: string): boolean {
    const hidden = this.#hidden.pop()
    const kind = hidden ?? (this.#open?.kind === 'object' ? '{' : '[')
    if (character !== (kind === '{' ? '}' : ']')) return false
    this.#at++
    if (hidden === undefined) {
      this.#open!.end = this.#at
      this.#open = this.#open!.parent as OpenNode | undefined
    } else if (this.#hidden.length === 0) {
      this.#open!.children.at(-1)!.end = this.#at
    }
    this.#expected = 'separator or end'
    return true
  }

  #separate(): boolean {
    this.#at++
    const kind = this.#hidden.at(-1) ?? (this.#open?.kind === 'object' ? '{' : '[')
    this.#expected = kind === '{' ? 'key' : 'value'
    return true
  }

  #readKey(): boolean {
    const start = this.#at
    if (this.#text.charCodeAt(start) !== QUOTE || !this.#readString()) return false
    const end = this.#at
    this.#skipBlanks()
    if (this.#text[this.#at] !== ':') return false
    this.#at++
    if (this.#hidden.length === 0) {
      this.#key = { start, name: decodeJsonString(this.#text, start + 1, end - 1).value }
    }
    this.#expected = 'value'
    return true
  }

  #add(kind: JsonNode['kind'], start: number): OpenNode | undefined {
    if (this.#hidden.length > 0) return undefined
    const parent = this.#open
    const node: OpenNode = {
      kind,
      parent,
      start,
      end: this.#at,
      outerStart: this.#key?.start ?? start,
      key: this.#key?.name ?? '',
      index: parent?.children.length ?? 0,
      depth: (parent?.depth ?? 0) + 1,
      children: [],
    }
    this.#key = undefined
    if (parent === undefined) this.#root = node
    else parent.children.push(node)
    return node
  }

  #readString(): boolean {
    this.#at++
    while (this.#at < this.#text.length) {
      const code = this.#text.charCodeAt(this.#at)
      if (code < FIRST_PRINTABLE) return false
      if (code === BACKSLASH) {
        if (!this.#match(ESCAPE)) return false
        continue
      }
      this.#at++
      if (code === QUOTE) return true
    }
    return false
  }

  #match(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at
    const matched = pattern.test(this.#text)
    if (matched) this.#at = pattern.lastIndex
    return matched
  }

  #skipBlanks(): void {
    this.#match(BLANKS)
  }
}

function patternOf(character: string): RegExp {
  return character === '-' || (character >= '0' && character <= '9') ? NUMBER : LITERAL
}
