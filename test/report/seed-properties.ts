import fc from 'fast-check'

// The suite draws the same cases every time, so that who changes nothing breaks nothing. The long runs draw anew.
fc.configureGlobal({ seed: 20_261_126 })
