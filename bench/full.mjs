/** What `npm run bench -- --full` measures beside calls. */
import { aroundSection } from './phases/around.mjs';
import { coldSection } from './phases/cold.mjs';
import { contextSection } from './phases/context.mjs';
import { growthSection } from './phases/growth.mjs';
import { memorySection } from './phases/memory.mjs';
import { questionSection } from './phases/questions.mjs';
import { taskSection } from './phases/tasks.mjs';

/** @returns sections of the report: `title` and `text` of each */
export async function measureRest(contenders, plan, say) {
  return [
    await coldSection(contenders, 5, say),
    await memorySection(contenders, say),
    await growthSection(plan, say),
    await aroundSection(plan, say),
    await questionSection(say),
    await contextSection(say),
    await taskSection(say),
  ];
}
