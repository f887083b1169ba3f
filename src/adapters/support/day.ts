/** Milliseconds of a day: workers not heard of for so long are forgotten. */
export const dayMs = 86_400_000
