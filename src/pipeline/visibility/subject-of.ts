import type { Subject } from '../../context/visibility/subject.js';
import type { Component } from '../component.js';

/** What rules of visibility can know of a component. */
export function subjectOf({ kind, entry }: Component): Subject {
  const { 'portico/tags': tags, 'portico/version': version } = entry._meta ?? {};
  const uri = 'uri' in entry ? [entry.uri] : 'uriTemplate' in entry ? [entry.uriTemplate] : [];
  return {
    kind: kind === 'resource-template' ? 'resource' : kind,
    names: [entry.name, ...uri],
    tags: Array.isArray(tags) ? (tags as string[]) : [],
    version: typeof version === 'string' ? version : undefined,
  };
}
