/** The reference of the public symbols, from their doc comments: pages of the site below `docs/api`, not kept in git. */
export default {
  tsconfig: 'tsconfig.build.json',
  entryPoints: ['src/index.ts', 'src/testing/index.ts', 'src/protocol/skills/index.ts'],
  plugin: ['typedoc-plugin-markdown'],
  out: 'docs/api',
  name: 'API reference',
  readme: 'none',
  entryFileName: 'index',
  excludePrivate: true,
  excludeInternal: true,
  disableSources: true,
  hidePageHeader: true,
  hideBreadcrumbs: true,
  useCodeBlocks: true,
  parametersFormat: 'table',
  // What a public signature names and nobody needs to import stays unexported.
  validation: { notExported: false },
  treatWarningsAsErrors: true,
};
