export type { Span } from './text/span.ts'
export type { Container, Grain, Unit } from './text/unit.ts'
export { totalCost, type UnitOptions, unitsOf } from './text/units.ts'
