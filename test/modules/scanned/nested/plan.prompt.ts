import { Prompt } from 'portico';

@Prompt('Found in a folder below')
export class PlanPrompt {
  render() {
    return 'plan';
  }
}
