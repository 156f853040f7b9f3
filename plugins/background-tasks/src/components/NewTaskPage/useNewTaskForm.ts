import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useNavigate } from 'react-router-dom';
import { useCreateBackgroundTask } from '../../hooks';
import { usePaths } from '../../paths';
import { newTaskRequest, type NewTask, type NewTaskField } from './newTask';
import { serverErrors } from './serverErrors';
import { validateNewTask, type NewTaskErrors } from './validateNewTask';

/** The state of the form: values, errors and what submitting does. */
export function useNewTaskForm(initial: NewTask) {
  const [values, setValues] = useState(initial);
  const [left, setLeft] = useState<Partial<Record<NewTaskField, boolean>>>({});
  const [attempts, setAttempts] = useState(0);
  const [refused, setRefused] = useState<NewTaskErrors & { form?: string }>({});
  const form = useRef<HTMLFormElement>(null);
  const create = useCreateBackgroundTask();
  const navigate = useNavigate();
  const paths = usePaths();
  const problems = validateNewTask(values);

  // The keyboard goes to what must be mended.
  useEffect(() => {
    if (attempts === 0) return;
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [attempts, refused]);

  const change = (changed: Partial<NewTask>) => {
    setValues({ ...values, ...changed });
    setRefused({});
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAttempts(attempts + 1);
    setRefused({});
    if (Object.keys(problems).length > 0 || create.isPending) return;
    create.mutate(
      { project: values.project, request: newTaskRequest(values) },
      {
        onSuccess: ({ name }) => {
          navigate(paths.task({ project: values.project, name }));
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
