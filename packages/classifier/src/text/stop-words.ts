const WORDS = `
a about above actually after again against all also am an and any are aren as at be because been
before being below between both but by can cannot could couldn did didn do does doesn doing don
down during each else ever false few for from further get gonna got had hadn has hasn have haven
having he her here hers herself him himself his hmm how i if in into is isn it its itself just
kind know let like ll ma me mean might mm more most mustn my myself no none nor not now null of
off ok okay on once one only or other our ours out over own please re really right s same shall
she should shouldn so some sort such t than thank thanks that the their theirs them themselves
then there these they think this those through to too true uh um under until up upon us ve very
want was wasn we well were weren what when where which while who whom why will with within
without won would wouldn yeah yes you your yours yourself`

/** English words that carry no data, as halves of a contraction (`isn`, `t`) too, and `true`, `false`, `null`; in lower case. */
export const STOP_WORDS: ReadonlySet<string> = new Set(WORDS.trim().split(/\s+/))
