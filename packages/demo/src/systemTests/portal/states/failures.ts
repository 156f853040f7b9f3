import { QUICK } from '../../support/startTestSystem';
import { fails } from '../../../browser/answers';
import { PROJECT } from '../World';
import { ASSISTED, READY, TEMPLATE } from './names';
import { shown } from './show';
import { CARD_OF_COMPONENT } from './elsewhere';
import { task } from './tasks';
import type { State } from './types';

const TASK = `/projects/${PROJECT}/background-tasks`;

/** Each page where what it shows cannot be loaded. */
export const failureStates: readonly State[] = [
  failed(
    'list',
    '/background-tasks',
    /^\/background-tasks/,
    'The tasks could not be loaded',
  ),
  failed(
    'task',
    task(READY),
    RegExp(`^${TASK}/${READY}$`),
    'The task could not be loaded',
  ),
  failed(
    'diff',
    task(ASSISTED, 'changes'),
    /\/diff$/,
    'The diff could not be loaded',
  ),
  failed(
    'audit trail',
    task(READY, 'details'),
    /^\/audit$/,
    'no_healthy_upstream',
  ),
  failed(
    'form',
    '/background-tasks/new',
    /^\/projects$/,
    'Your projects could not be loaded',
  ),
  failed(
    'templates',
    '/background-tasks/templates',
    /^\/task-templates$/,
    'The templates could not be loaded',
  ),
  failed(
    'template',
    `/background-tasks/templates/${PROJECT}/${TEMPLATE}`,
    RegExp(`/task-templates/${TEMPLATE}$`),
    'The template could not be loaded',
  ),
  failed(
    'insights',
    '/background-tasks/insights',
    /^\/insights$/,
    'The figures could not be loaded',
  ),
  failed(
    'settings',
    '/background-tasks/settings',
    /^\/projects$/,
    'The settings could not be loaded',
  ),
  failed(
    'settings of a project',
    '/background-tasks/settings',
    /\/settings$/,
    'The project could not be loaded',
  ),
  {
    ...failed(
      'card of a component',
      `/catalog/default/component/${QUICK}`,
      /^\/background-tasks$/,
      'The background tasks could not be loaded',
    ),
    part: CARD_OF_COMPONENT,
  },
];

function failed(what: string, path: string, call: RegExp, says: string): State {
  return {
    name: `${what} that could not be loaded`,
    path,
    answers: [fails(call)],
    show: page => shown(page, says),
  };
}
