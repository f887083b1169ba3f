/** What a file source answers: at once, or later. */
export type Answer<T> = T | Promise<T>

/** Goes on with an answer, without a promise when it is there already: awaiting what is there would cost more than asking the disk. */
export const andThen = <T, U>(answer: Answer<T>, next: (value: T) => Answer<U>): Answer<U> =>
  answer instanceof Promise ? answer.then(next) : next(answer)

/** Asks, and turns a failure of either kind into a value. */
export const attempt = <T, F>(ask: () => Answer<T>, failed: (error: unknown) => F): Answer<T | F> => {
  try {
    const answer = ask()
    return answer instanceof Promise ? answer.catch(failed) : answer
  } catch (error) {
    return failed(error)
  }
}

/** Answers to be waited for at once: enough to hide the latency of a remote source, few enough for its connections. */
const atOnce = 32

/** Asks once for each item, in order; answers that come later are waited for several at once. */
export const askAll = <T, U>(items: readonly T[], ask: (item: T) => Answer<U>): Answer<U[]> => {
  const answers: U[] = []
  for (const item of items) {
    const answer = ask(item)
    if (answer instanceof Promise) return askRest(answers, answer, items, ask)
    answers.push(answer)
  }
  return answers
}

const askRest = async <T, U>(
  answers: U[],
  first: Promise<U>,
  items: readonly T[],
  ask: (item: T) => Answer<U>,
): Promise<U[]> => {
  answers.push(await first)
  while (answers.length < items.length) {
    const some = items.slice(answers.length, answers.length + atOnce)
    answers.push(...(await Promise.all(some.map(ask))))
  }
  return answers
}
