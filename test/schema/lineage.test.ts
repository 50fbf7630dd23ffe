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

/** A decorator that puts another class in the place of one, over the same prototype. */
function Replaced(type: Class): never {
  function Other(): void {}
  Other.prototype = type.prototype;
  Other.prototype.constructor = Other;
  return Object.setPrototypeOf(Other, type) as never;
}
@Replaced
class Base {
  @Length(5, 6) code!: string;
}
class OfReplaced extends Base {
  @IsInt() count!: number;
}

/** Nor does every prototype know its class. */
function Plain(): void {}
IsString()(Plain.prototype as object, 'id');
delete (Plain.prototype as { constructor?: unknown }).constructor;
function OfPlain(): void {}
OfPlain.prototype = Object.create(Plain.prototype as object, { constructor: { value: OfPlain } }) as object;
IsInt()(OfPlain.prototype, 'size');

describe('the validators of a class', () => {
  test.each<[string, Class]>([
    ['of its own', Basic],
    ['inherited once', Between],
    ['inherited twice', Special],
    ['only inherited', Undecorated],
    ['inherited by prototypes', Old as unknown as Class],
    ['inherited from a class that was replaced', OfReplaced],
    ['inherited from a prototype that knows no class', OfPlain as unknown as Class],
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
