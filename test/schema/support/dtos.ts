import { Type } from 'class-transformer';
import {
  ArrayContains,
  ArrayMaxSize,
  ArrayMinSize,
  ArrayNotContains,
  ArrayNotEmpty,
  ArrayUnique,
  Contains,
  Equals,
  IsAlphanumeric,
  IsArray,
  IsBoolean,
  IsDate,
  IsDateString,
  IsDefined,
  IsDivisibleBy,
  IsEmail,
  IsEnum,
  IsHexColor,
  IsIn,
  IsInt,
  IsIP,
  IsISO8601,
  IsLatitude,
  IsMongoId,
  IsNegative,
  IsNotEmpty,
  IsNotEmptyObject,
  IsNotIn,
  IsNumber,
  IsObject,
  IsOptional,
  IsPositive,
  IsString,
  IsUrl,
  IsUUID,
  Length,
  Matches,
  Max,
  MaxDate,
  MaxLength,
  Min,
  MinDate,
  MinLength,
  NotContains,
  NotEquals,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from 'class-validator';

export enum Colour {
  Red = 'red',
  Green = 'green',
}
export enum Level {
  Low,
  High,
}
export enum Mixed {
  None = 0,
  Some = 'some',
}

export class Scalars {
  @IsString() @Length(1, 5) city!: string;
  @IsInt() @Min(1) @Max(14) days: number = 3;
  @IsOptional() @IsBoolean() nice?: boolean;
  @IsNumber({ maxDecimalPlaces: 2 }) price!: number;
  @IsPositive() @IsDivisibleBy(3) triple!: number;
  @IsOptional() @IsNegative() debt?: number;
  @MinLength(2) @MaxLength(4) emoji!: string;
  @IsNotEmpty() @NotEquals('x') name!: string;
}

export class Choices {
  @IsEnum(Colour) colour!: Colour;
  @IsEnum(Level) level!: Level;
  @IsEnum(Mixed) mixed!: Mixed;
  @IsIn([1, 'x', null]) one!: unknown;
  @IsNotIn(['a', 2]) other!: string;
  @Equals('v1') version!: string;
  @IsDefined() anything!: unknown;
}

export class Texts {
  @Matches(/^[a-c]+$/i) letters!: string;
  @IsOptional() @Matches(/^.b.$/s) dots?: string;
  @IsOptional() @Contains('ab') @NotContains('abc') part?: string;
  @IsOptional() @IsEmail() mail?: string;
  @IsOptional() @IsUrl() link?: string;
  @IsOptional() @IsUUID() id?: string;
  @IsOptional() @IsIP(4) ip?: string;
  @IsOptional() @IsISO8601() iso?: string;
  @IsOptional() @IsDateString() date?: string;
  @IsOptional() @IsMongoId() mongo?: string;
  @IsOptional() @IsHexColor() hex?: string;
  @IsOptional() @IsAlphanumeric() word?: string;
  @IsOptional() @IsLatitude() latitude?: number;
}

export class Leaf {
  @IsString() @MinLength(2) text!: string;
  @IsOptional() @IsInt() rank?: number;
}

export class Lists {
  @IsArray() @IsString({ each: true }) @ArrayMaxSize(3) tags!: string[];
  @ArrayMinSize(1) @ArrayUnique() @IsInt({ each: true }) @Min(0, { each: true }) ids!: number[];
  @IsOptional() @ArrayNotEmpty() @ArrayContains([1]) @ArrayNotContains([2]) some?: number[];
  @IsOptional() @ArrayUnique((leaf: Leaf) => leaf.rank) @ValidateNested() @Type(() => Leaf) leaves?: Leaf[];
  @IsOptional() @IsEnum(Level, { each: true }) levels?: Level[];
}

export class Tree {
  @ValidateNested() @Type(() => Leaf) leaf!: Leaf;
  @IsArray() @ValidateNested({ each: true }) @Type(() => Leaf) list!: Leaf[];
  @IsOptional() @ValidateNested() @Type(() => Tree) next?: Tree;
  @IsOptional() @IsObject() free?: object;
  @IsOptional() @IsNotEmptyObject() full?: object;
}

export class Shape {
  @IsIn(['circle', 'square']) kind!: string;
}
export class Circle extends Shape {
  @IsPositive() radius!: number;
}
export class Square extends Shape {
  @IsPositive() side!: number;
  @IsOptional() @IsString() label?: string;
}
export class Drawing {
  @ValidateNested()
  @Type(() => Shape, {
    discriminator: {
      property: 'kind',
      subTypes: [
        { value: Circle, name: 'circle' },
        { value: Square, name: 'square' },
      ],
    },
    keepDiscriminatorProperty: true,
  })
  shape!: Circle | Square;
}

export class Conditional {
  @IsIn(['card', 'cash']) method!: string;
  @ValidateIf((payment: Conditional) => payment.method === 'card') @IsString() @Length(4, 4) digits?: string;
  @ValidateIf((_, value) => value !== null) @IsString() note!: string | null;
  @IsOptional() @IsInt() least?: number;
  @IsOptional()
  @ValidateBy({
    name: 'isAboveLeast',
    validator: { validate: (value, args) => Number(value) > ((args?.object as Conditional).least ?? 0) },
  })
  @IsInt()
  most?: number;
  @IsOptional() @Min(10, { validateIf: (payment: Conditional) => payment.method === 'cash' }) amount?: number;
}

export class Dates {
  @IsDate() @Type(() => Date) at!: Date;
  @IsOptional() @MinDate(new Date('2020-01-01T00:00:00Z')) @Type(() => Date) from?: Date;
  @IsOptional() @MaxDate(new Date('2030-01-01T00:00:00Z')) @Type(() => Date) until?: Date;
}
