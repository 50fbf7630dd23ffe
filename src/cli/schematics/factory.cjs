'use strict';

/*
 * What `nest generate` and `nest new` load: CommonJS by the rules of schematics, so that it only leads to the
 * templates of the `portico` command. Nothing of @angular-devkit is needed.
 */

const rules = () => import('./rules.js');

exports.application = (options) => async (tree) => {
  (await rules()).makeProject(options, tree);
};

const { schematics } = require('./collection.json');

for (const kind of Object.keys(schematics).filter((name) => name !== 'application'))
  exports[kind] = (options) => async (tree, context) => {
    (await rules()).makeComponent(kind, options, tree, context);
  };
