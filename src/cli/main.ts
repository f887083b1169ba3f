#!/usr/bin/env node
export { ScanError } from "../core/errors.ts"
