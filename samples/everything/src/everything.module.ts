import { Module } from 'portico';
import { SkillsModule } from 'portico/skills';

const skills = await SkillsModule.forRoot({ folder: new URL('../skills', import.meta.url) });

/** The scan finds every tool, resource and prompt in this folder and the folders below. */
@Module({ imports: [skills], scan: [import.meta.dirname] })
export class EverythingModule {}
