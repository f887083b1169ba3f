import { storageError } from './sqlite-error.ts'

/** Methods whose errors are `ScanError`s. */
export const guarded = <Methods extends object>(methods: Methods): Methods =>
  Object.fromEntries(
    Object.entries(methods).map(([name, method]) => [
      name,
      (...args: unknown[]) => {
        try {
          return method(...args)
        } catch (error) {
          throw storageError(error)
        }
      },
    ]),
  ) as Methods
