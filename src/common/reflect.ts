/// <reference types="reflect-metadata" preserve="true" />
import { createRequire } from 'node:module';

// Required, not imported: before Node imports a package of CommonJS, it reads through all its files for what they export, which
// takes longer than to run them.
createRequire(import.meta.url)('reflect-metadata');
