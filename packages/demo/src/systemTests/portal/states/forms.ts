import { QUICK } from '../../support/startTestSystem';
import { refuses, type Answer } from '../../../browser/answers';
import { PROJECT, WITHOUT_REPOSITORY } from '../World';
import { READY, TEMPLATE } from './names';
import { settled, shown } from './show';
import type { State } from './types';

const ENTITY = `entityRef=component:default/${QUICK}`;

/** A project that is full, by what its members are told of it. */
const fullProject: Answer = {
  path: /^\/projects$/,
  async with(route) {
    const response = await route.fetch();
    const { items, providers } = await response.json();
    await route.fulfill({
      response,
      json: {
        providers,
        items: items.map((item: { limits: object }) => ({
          ...item,
          limits: { ...item.limits, perUser: 1, perProject: 1 },
        })),
      },
    });
  },
};

/** The form of a task, and the pages of templates. */
export const formStates: readonly State[] = [
  {
    name: 'form',
    path: '/background-tasks/new',
    show: page => page.getByRole('button', { name: 'Create task' }).waitFor(),
  },
  {
    name: 'form of a component without a repository',
    path: `/background-tasks/new?entityRef=component:default/${WITHOUT_REPOSITORY}`,
    show: page => shown(page, 'The catalog does not say where its source is'),
  },
  {
    name: 'form that was refused, with limits that are taken',
    path: `/background-tasks/new?${ENTITY}&provider=script&instructions=Wait&run=true`,
    answers: [
      fullProject,
      refuses(409, 'Concurrent task limit reached', {
        path: /\/background-tasks$/,
        method: 'POST',
      }),
    ],
    async show(page) {
      await shown(page, 'as many as one person may have');
      await page.getByRole('button', { name: 'Create task' }).click();
      await shown(page, 'Concurrent task limit reached');
    },
  },
  {
    name: 'form of a template, with what is wrong',
    path: `/background-tasks/new?template=${TEMPLATE}&project=${PROJECT}&${ENTITY}`,
    async show(page) {
      await page.getByRole('textbox', { name: /word/i }).waitFor();
      await page.getByRole('button', { name: 'More options' }).click();
      await page.getByRole('textbox', { name: 'Name' }).fill('Not A Name');
      await page.getByRole('button', { name: 'Create task' }).click();
      await shown(page, 'Use a to z, 0 to 9 and hyphens');
    },
  },
  {
    name: 'templates',
    path: '/background-tasks/templates',
    show: page => shown(page, 'Say a word'),
  },
  {
    name: 'templates of somebody without any',
    path: '/background-tasks/templates',
    user: 'operator',
    show: page => shown(page, 'No templates yet'),
  },
  {
    name: 'template',
    path: `/background-tasks/templates/${PROJECT}/${TEMPLATE}`,
    show: page => shown(page, 'Add {{word}} to the text.'),
  },
  {
    name: 'template that is asked to be deleted',
    path: `/background-tasks/templates/${PROJECT}/${TEMPLATE}`,
    async show(page) {
      await page.getByRole('button', { name: 'Delete' }).click();
      await settled(page);
    },
  },
  {
    name: 'template that is edited',
    path: `/background-tasks/templates/${PROJECT}/${TEMPLATE}/edit`,
    show: page => page.getByRole('region', { name: 'Preview' }).waitFor(),
  },
  {
    name: 'new template, with what is wrong',
    path: '/background-tasks/new-template',
    async show(page) {
      await page.getByRole('button', { name: 'Create template' }).click();
      await shown(page, 'Give it a title');
    },
  },
  {
    name: 'template that is made from a task',
    path: `/background-tasks/new-template?project=${PROJECT}&fromTask=${READY}`,
    show: page => shown(page, 'What the task was told:'),
  },
];
