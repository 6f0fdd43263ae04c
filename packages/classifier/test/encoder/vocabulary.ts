/** A small vocabulary: marks, letters and digits both ways, punctuation, a few words and endings. */
export const VOCABULARY: string = [
  '[PAD]',
  '[UNK]',
  '[CLS]',
  '[SEP]',
  ...'abcdefghijklmnopqrstuvwxyz0123456789'.split(''),
  ...'abcdefghijklmnopqrstuvwxyz0123456789'.split('').map((letter) => `##${letter}`),
  ...'.,:;!?\'"()[]{}/\\-_#@$%&*+=<>^`|~'.split(''),
  'order',
  '##ed',
  '##s',
  'un',
  '##afford',
  '##able',
  'cafe',
  'status',
].join('\n')
