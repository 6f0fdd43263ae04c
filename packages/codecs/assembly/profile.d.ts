/** Hashed contexts, 6 to 11: a profile takes the first of the list in `contexts.ts`. Given to `asc` by `--use`. */
declare const CONTEXTS: i32
/** Mixers whose outputs the last mixer weighs, 2 to 4. */
declare const MIXERS: i32
/** log2 of the rows of 16 bytes in the table that the prior fills. */
declare const PRIOR_BITS: i32
/** log2 of the rows of 16 bytes that a message may use at most. */
declare const MESSAGE_BITS: i32
/** 1 in the module that the builder of the prior trains with; 0 in the shipped ones. */
declare const TRAINING: i32
