export { ScanError } from './core/errors.ts'
export {
  describeLibrary,
  type GeneratedAudio,
  type GeneratedCover,
  type GeneratedLibrary,
  type GeneratedTrack,
  type GenerateLibraryOptions,
  generateLibrary,
  LIBRARY_FORMATS,
  type LibraryFormat,
  type LibraryOptions,
  type Mp3TagStyle,
  renderTrack,
} from './testing/generate-library/index.ts'
