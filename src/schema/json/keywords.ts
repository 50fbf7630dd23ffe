/** Keywords that say something about a value and judge nothing. */
export const annotations: ReadonlySet<string> = new Set([
  ...[
    '$schema',
    '$comment',
    'title',
    'description',
    'default',
    'examples',
    'deprecated',
    'readOnly',
    'writeOnly',
  ],
  ...['contentEncoding', 'contentMediaType', 'contentSchema'],
  // Not of JSON Schema but of the protocol's older forms: the titles of the values in `enum`.
  'enumNames',
]);

/** Keywords a subschema stands under. */
export const subschemaKeywords: ReadonlySet<string> = new Set([
  ...[
    'items',
    'contains',
    'additionalProperties',
    'propertyNames',
    'unevaluatedItems',
    'unevaluatedProperties',
  ],
  ...['not', 'if', 'then', 'else', 'contentSchema'],
]);

/** Keywords a list of subschemas stands under. */
export const subschemaListKeywords: ReadonlySet<string> = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);

/** Keywords under which each member is a subschema. */
export const subschemaMapKeywords: ReadonlySet<string> = new Set([
  ...['properties', 'patternProperties', 'dependentSchemas', '$defs', 'definitions'],
]);

/** Everything JSON Schema 2020-12 knows. */
export const allKeywords: ReadonlySet<string> = new Set([
  ...annotations,
  ...subschemaKeywords,
  ...subschemaListKeywords,
  ...subschemaMapKeywords,
  ...['$id', '$ref', '$anchor', '$dynamicRef', '$dynamicAnchor', '$vocabulary', 'type', 'enum', 'const'],
  ...['multipleOf', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'],
  ...['minLength', 'maxLength', 'pattern', 'format'],
  ...['minItems', 'maxItems', 'uniqueItems', 'minContains', 'maxContains'],
  ...['required', 'minProperties', 'maxProperties', 'dependentRequired'],
]);
