export { ScanError } from './core/errors.ts'
