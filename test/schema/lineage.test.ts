import { describe, expect, test } from '@jest/globals';
import { getMetadataStorage, IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { validationsOf } from '../../src/schema/dto/class-validator.js';
import { compileSchema, type Class } from '../../src/schema/index.js';

class Basic {
  @IsString() id!: string;
  @Max(5) size!: number;
}
class Between extends Basic {
  @Length(1, 3) declare id: string;
  @IsOptional() note?: string;
}
class Special extends Between {
  @IsString() name!: string;
  @Min(1) @IsInt() declare size: number;
}
class Undecorated extends Special {}

/** As it was written before there were classes. */
function Old(): void {}
Old.prototype = Object.create(Special.prototype);
IsInt()(Old.prototype as object, 'year');

describe('the validators of a class', () => {
  test.each<[string, Class]>([
    ['of its own', Basic],
    ['inherited once', Between],
    ['inherited twice', Special],
    ['only inherited', Undecorated],
    ['inherited by prototypes', Old as unknown as Class],
  ])('%s: they are what class-validator finds among all', (_case, type) => {
    const all = getMetadataStorage().getTargetValidationMetadatas(type, '', false, false);
    expect(all.length).toBeGreaterThan(0);
    const found = validationsOf(type);
    expect(found).toHaveLength(all.length);
    for (const [i, validation] of found.entries()) expect(validation).toBe(all[i]);
  });

  test('to read a class nobody looks at others', () => {
    let looks = 0;
    class Other {
      @IsString() id!: string;
      static [Symbol.hasInstance](): boolean {
        looks++;
        return false;
      }
    }
    expect(validationsOf(Other)).toHaveLength(1);
    looks = 0;
    compileSchema(Special);
    expect(looks).toBe(0);
    getMetadataStorage().getTargetValidationMetadatas(Special, '', false, false);
    expect(looks).toBe(1);
  });
});
