import { test } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { compileSchema } from '../../src/schema/index.js';
import { strictAjv } from './support/ajv.js';
import * as dtos from './support/dtos.js';
test('x', () => {
  const v = { shape: { kind: 'square', side: 3, label: 'aaa' } };
  const a = strictAjv(compileSchema(dtos.Drawing).json, { formats: 'annotations' });
  console.log(a(v), a.errors, JSON.stringify(compileSchema(dtos.Drawing).json));
  console.log(
    JSON.stringify(
      validateSync(plainToInstance(dtos.Drawing, v), { whitelist: true, forbidNonWhitelisted: true }),
      null,
      1,
    ),
  );
});
