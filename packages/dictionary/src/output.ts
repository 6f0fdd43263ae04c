export { type AliasOffer, type OfferOptions, offerOutputAliases } from './output/offer-aliases.ts'
export { type OutputReport, reportOutput } from './output/report-output.ts'
