/** @module portico/skills */
import '../../common/reflect.js';

export { SkillsModule, type SkillsOptions } from './skills-module.js';
