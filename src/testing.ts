export { ScanError } from './core/errors.ts'
export { type GenerateLibraryOptions, type GeneratedLibrary, generateLibrary } from './testing/generate-library/generate-library.ts'
