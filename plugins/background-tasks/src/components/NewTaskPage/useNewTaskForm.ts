import { toastApiRef, useApi } from '@backstage/frontend-plugin-api';
import type { ListProjectsResponse } from '@background-tasks/plugin-background-tasks-common';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useNavigate } from 'react-router-dom';
import { useCreateBackgroundTask } from '../../hooks';
import { usePaths } from '../../paths';
import { useWords } from '../../useWords';
import { newTaskRequest, type NewTask, type NewTaskField } from './newTask';
import { serverErrors } from './serverErrors';
import { parametersFor } from './templateParameters';
import { useDraft } from './useDraft';
import { useRepository } from './useRepository';
import { useTemplates } from './useTemplates';
import { validateNewTask, type NewTaskErrors } from './validateNewTask';

const TOAST_MS = 5_000;

/** The state of the form: values, errors and what submitting does. */
export function useNewTaskForm(
  choices: ListProjectsResponse,
  draft: ReturnType<typeof useDraft>,
) {
  const [left, setLeft] = useState<Partial<Record<NewTaskField, boolean>>>({});
  const [attempts, setAttempts] = useState(0);
  const [refused, setRefused] = useState<NewTaskErrors & { form?: string }>({});
  const form = useRef<HTMLFormElement>(null);
  const areParametersValid = useRef<() => boolean>();
  const t = useWords();
  const toastApi = useApi(toastApiRef);
  const create = useCreateBackgroundTask();
  const navigate = useNavigate();
  const paths = usePaths();
  const repository = useRepository(draft.values);
  const project = projectOf(draft.values, choices, repository.check.data);
  const templates = useTemplates(project, draft.values.template);
  const { template } = templates;
  const values: NewTask = {
    ...draft.values,
    project,
    provider:
      draft.values.provider || template?.provider || defaultProvider(choices),
  };
  const problems = validateNewTask(values, template, t);

  // The keyboard goes to what must be mended.
  useEffect(() => {
    if (attempts === 0) return;
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [attempts, refused]);

  const change = (changed: Partial<NewTask>) => {
    draft.change(changed);
    setRefused({});
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const areValid = areParametersValid.current?.() ?? true;
    setAttempts(attempts + 1);
    setRefused({});
    const isReady = Object.keys(problems).length === 0 && areValid;
    if (!isReady || create.isPending) return;
    const request = newTaskRequest(
      values,
      template && parametersFor(template, values.parameters),
    );
    create.mutate(
      { project, request },
      {
        onSuccess: ({ name }) => {
          draft.forget();
          toastApi.post({
            title: t('newTask.created', { name }),
            status: 'success',
            timeout: TOAST_MS,
          });
          navigate(paths.task({ project, name }));
        },
        onError: error => setRefused(serverErrors(error, values)),
      },
    );
  };

  return {
    values,
    change,
    submit,
    form,
    repository,
    templates,
    /** Is given what tells whether the parameters are valid. */
    setParametersValidator: useRef((isValid: (() => boolean) | undefined) => {
      areParametersValid.current = isValid;
    }).current,
    submitting: create.isPending,
    formError: refused.form,
    /** What to show at a field: nothing before it was left or the form was sent. */
    errorOf: (field: NewTaskField) =>
      refused[field] ??
      (attempts > 0 || left[field] ? problems[field] : undefined),
    leave: (field: NewTaskField) => setLeft({ ...left, [field]: true }),
  };
}

/** What the fields get to read and change the form. */
export type NewTaskFormState = ReturnType<typeof useNewTaskForm>;

/** The project that was chosen, or the only one that can be. */
function projectOf(
  { project }: NewTask,
  { items }: ListProjectsResponse,
  check: { projects: string[] } | undefined,
): string {
  const known = items.filter(({ may }) => may.create);
  if (known.some(({ name }) => name === project)) return project;
  const fitting = known.filter(
    ({ name }) => check?.projects.includes(name) ?? known.length === 1,
  );
  return fitting.length === 1 ? fitting[0].name : '';
}

function defaultProvider({ providers }: ListProjectsResponse): string {
  const runnable = providers.filter(({ available }) => available);
  const chosen = runnable.find(provider => provider.default) ?? runnable[0];
  return chosen?.id ?? '';
}
