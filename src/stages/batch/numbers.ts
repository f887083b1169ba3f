/** The largest integer that every storage's plain integer column holds. */
const largest = 2 ** 31 - 1

/** A whole number from `least` to 2³¹ − 1, rounded; `null` for anything else. */
export const whole = (value: number | undefined, least = 0): number | null => {
  if (value === undefined || !Number.isFinite(value)) return null
  const rounded = Math.round(value)
  return rounded >= least && rounded <= largest ? rounded : null
}

/** A finite number; `null` for anything else. */
export const real = (value: number | undefined): number | null =>
  value === undefined || !Number.isFinite(value) ? null : value
