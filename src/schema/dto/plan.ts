import { TransformationType } from 'class-transformer';
import type { Class } from '../../common/class.js';
import { extendPath } from '../path.js';
import type { SchemaProblem } from '../types.js';
import type { Content, DtoClass, DtoProperty } from './dto-model.js';
