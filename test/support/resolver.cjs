'use strict';

const { existsSync } = require('node:fs');
const path = require('node:path');

/**
 * The sources import each other as the compiled files will (`./tool.js`), while Jest runs `./tool.ts`. Only a
 * relative import from outside node_modules is looked at, and only where such a TypeScript file exists: nothing a
 * dependency imports is ever redirected.
 */
module.exports = function resolve(request, options) {
  const relative = request.startsWith('./') || request.startsWith('../');
  if (relative && request.endsWith('.js') && !options.basedir.split(path.sep).includes('node_modules')) {
    const source = path.resolve(options.basedir, request.slice(0, -'.js'.length) + '.ts');
    if (existsSync(source)) return source;
  }
  return options.defaultResolver(request, options);
};
