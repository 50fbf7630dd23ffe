/** @module portico/skills */
import 'reflect-metadata';

export { SkillsModule, type SkillsOptions } from './skills-module.js';
