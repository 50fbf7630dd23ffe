import type { DataValidateFunction } from 'ajv/dist/types/index.js';
import type { AnySchemaObject, ErrorObject, FuncKeywordDefinition } from 'ajv';
import { equalsOneOf, findDuplicate } from './canonical.js';

/**
 * The keywords that compare values, in place of ajv's own. Those call the `toString` and `valueOf` of what they
 * compare, and throw where these are members of a value that came as JSON; and they compare each element of an array
 * with each other, which for many of them takes minutes.
 */
export const equalityKeywords: readonly (FuncKeywordDefinition & { keyword: string })[] = [
  {
    keyword: 'enum',
    schemaType: 'array',
    errors: true,
    compile: (allowedValues: readonly unknown[], parentSchema) => {
      const isAllowed = equalsOneOf(allowedValues);
      return failing('enum', parentSchema, (value) => (isAllowed(value) ? undefined : { allowedValues }));
    },
  },
  {
    keyword: 'const',
    errors: true,
    compile: (allowedValue: unknown, parentSchema) => {
      const isAllowed = equalsOneOf([allowedValue]);
      return failing('const', parentSchema, (value) => (isAllowed(value) ? undefined : { allowedValue }));
    },
  },
  {
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    errors: true,
    compile: (wanted: boolean, parentSchema) =>
      failing('uniqueItems', parentSchema, (elements) => {
        const duplicate = wanted ? findDuplicate(elements as readonly unknown[]) : undefined;
        return duplicate && { j: duplicate[0], i: duplicate[1] };
      }),
  },
];

/** A keyword's function as ajv wants it: its errors are left on the function itself. */
function failing(
  keyword: string,
  parentSchema: AnySchemaObject,
  judge: (value: unknown) => object | undefined,
): DataValidateFunction {
  const validate: DataValidateFunction = (value: unknown) => {
    const params = judge(value);
    if (params !== undefined)
      validate.errors = [{ keyword, parentSchema, params: params as ErrorObject['params'] }];
    return params === undefined;
  };
  return validate;
}
