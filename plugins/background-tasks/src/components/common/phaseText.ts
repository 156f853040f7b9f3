import {
  taskPhases,
  type TaskPhase,
} from '@background-tasks/plugin-background-tasks-common';
import type { Words } from '../../useWords';

/**
 * What a task does now, in the words of the portal.
 *
 * @param currentPhase - as the server says it; what is not known here is left as it is
 */
export function phaseText(currentPhase: string, t: Words): string {
  // The gate's second half has no phase of its own.
  if (currentPhase === 'Running tests') return t('common.phases.tests');
  const phase = Object.entries(taskPhases).find(
    ([, { title }]) => title === currentPhase,
  )?.[0];
  return isPhase(phase) ? t(`common.phases.${phase}`) : currentPhase;
}

function isPhase(name: string | undefined): name is TaskPhase {
  return name !== undefined && Object.hasOwn(taskPhases, name);
}
