// What keeps names of people out: a capitalised word counts as a name unless its lower-case form is common too or it
// is allowed here; common names whose lower-case form is common (as user names) are listed; and of the given names that
// are also words, none may stand before another capitalised word.

const CAPITALISED_WORDS =
  'January February March April May June July August September October November December Monday Tuesday Wednesday ' +
  'Thursday Friday Saturday Sunday English French German Spanish Chinese Japanese Python Java Script Type Node React ' +
  'Docker Kubernetes Linux Windows Google Microsoft Amazon Apache Debian Ubuntu Unix Markdown Content Accept Mozilla ' +
  'Git Hub Postgres Redis Django Flask Rust European Europe America American Internet Web Chrome Safari Firefox Android ' +
  'Apple Excel Slack Prometheus Grafana Terraform Ansible'

const NAMES =
  'Aaron Adam Alan Albert Alex Alexander Alice Allen Amy Andrea Andrew Andy Anna Anne Anthony Arthur Barbara Ben Benjamin ' +
  'Bob Brad Brandon Brian Bruce Burns Caroline Catherine Charles Charlie Chris Christina Christopher Chuck Craig Dan ' +
  'Daniel Darwin Dave David Davis Dennis Diana Donald Douglas Edward Elizabeth Emily Emma Eric Eugene Eva Evan Foster Fred ' +
  'Gary George Gordon Greg Hannah Harold Harry Helen Henry Howard Hudson Hugh Hughes Ian Isaac Jacob James Jane Jason Jeff ' +
  'Jennifer Jeremy Jerry Jessica Jim Joe John Johnson Jon Jonathan Jones Jordan Joseph Josh Julia Julian Justin Karen Karl ' +
  'Kate Keith Kelly Ken Kevin Kim Kyle Larry Laura Lauren Lee Leo Leon Lewis Linda Lisa Louis Lucas Lucy Luke Maria Marie ' +
  'Mario Martin Mary Matt Matthew Michael Michelle Mike Mitchell Monica Nancy Nathan Neil Nicholas Nicole Noah Oliver Oscar ' +
  'Patricia Patrick Paul Pedro Peter Phil Philip Rachel Ralph Rebecca Richard Robert Roger Ron Ross Roy Russell Ryan Sam ' +
  'Samuel Sara Sarah Scott Sean Simon Smith Sophie Stephen Steve Steven Stuart Susan Taylor Ted Thomas Tim Todd Tom Tony ' +
  'Travis Tyler Vincent Walker Walter Wayne William Williams Wilson Wright Zachary'

const GIVEN_NAMES_THAT_ARE_WORDS =
  'Mark Will Grace Rose Jack Bill Rob Art Frank Grant Dean Pat Sue Hope Joy Faith Dawn Eve Ray Drew Chase Chance Chip ' +
  'Don Gene Guy Jay Max Nick Peg Rich Robin Rusty Sandy Skip Summer Terry Victor Wade Ward Carol Iris Ivy Lily Daisy ' +
  'Amber Ruby Pearl Crystal Angel Christian Earl Miles Pierce Clay Cliff Dale Glen Heath Jean Jade Jasmine April May June'

const allowed = new Set(CAPITALISED_WORDS.split(' '))
const names = new Set(NAMES.split(' '))
const givenNames = new Set(GIVEN_NAMES_THAT_ARE_WORDS.split(' '))
const RARER_BY = 0.25

/** Whether a capitalised word reads as a name, by how often it and its lower-case form occur. */
export function isNameLike(word, capitalised, lowered) {
  if (names.has(word)) return true
  return /^[A-Z][a-z]+$/.test(word) && !allowed.has(word) && lowered < RARER_BY * capitalised
}

/** Whether a string holds a given name before another capitalised word. */
export function holdsGivenName(string) {
  for (const [, first] of string.matchAll(/\b([A-Z][a-z]+)(?= [A-Z][a-z]+\b)/g)) {
    if (givenNames.has(first)) return true
  }
  return false
}
