/** Where it is told that entries wait in a lane. */
export function laneTopic(lane: string): string {
  return `queue:${lane}`;
}

/** Where it is told that a task has changed. */
export function taskTopic(id: string): string {
  return `task:${id}`;
}

/** The task a topic is about, if it is one. */
export function taskOfTopic(topic: string): string | undefined {
  return topic.startsWith('task:') ? topic.slice('task:'.length) : undefined;
}
