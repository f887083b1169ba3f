export { describeLibrary, type LibraryOptions } from './describe-library.ts'
export { type GeneratedLibrary, type GenerateLibraryOptions, generateLibrary } from './generate-library.ts'
export {
  type GeneratedAudio,
  type GeneratedCover,
  type GeneratedTrack,
  LIBRARY_FORMATS,
  type LibraryFormat,
  type Mp3TagStyle,
} from './generated-track.ts'
export { renderTrack } from './render-track.ts'
