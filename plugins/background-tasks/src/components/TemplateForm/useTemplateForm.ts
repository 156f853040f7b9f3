import { useEffect, useRef, useState, type FormEvent } from 'react';
import { errorField, errorMessage } from '../../api';
import { useWords } from '../../useWords';
import type { TemplateDraft } from './templateDraft';
import { validateTemplate, type TemplateErrors } from './validateTemplate';

/** The state of a template's form: values, errors and what submitting does. */
export function useTemplateForm(options: {
  initial: TemplateDraft;
  submitting: boolean;
  onSubmit: (draft: TemplateDraft, onError: (error: unknown) => void) => void;
}) {
  const t = useWords();
  const { initial, submitting, onSubmit } = options;
  const [values, setValues] = useState(initial);
  const [left, setLeft] = useState<Record<string, boolean>>({});
  const [attempts, setAttempts] = useState(0);
  const [refused, setRefused] = useState<TemplateErrors>({});
  const [refusals, setRefusals] = useState(0);
  const form = useRef<HTMLFormElement>(null);
  const problems = validateTemplate(values, t);

  // The keyboard goes to what must be mended; not again while that is done.
  useEffect(() => {
    if (attempts === 0) return;
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [attempts, refusals]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAttempts(attempts + 1);
    setRefused({});
    if (Object.keys(problems).length > 0 || submitting) return;
    onSubmit(values, error => {
      setRefused(errorsOf(error));
      setRefusals(count => count + 1);
    });
  };

  return {
    values,
    form,
    submit,
    submitting,
    formError: refused[''],
    change: (changed: Partial<TemplateDraft>) => {
      setValues({ ...values, ...changed });
      setRefused({});
    },
    /** What to show at a field: nothing before it was left or the form was sent. */
    errorOf: (path: string): string | undefined =>
      refused[path] ??
      (attempts > 0 || left[path] ? problems[path] : undefined),
    leave: (path: string) => setLeft({ ...left, [path]: true }),
  };
}

/** What the fields get to read and change the form. */
export type TemplateFormState = ReturnType<typeof useTemplateForm>;

const FIELDS =
  /^(name|displayName|description|instructionsTemplate|provider|model|runTemplate|image|parameters\.\d+\.\w+|validationRules\.\d+)/;

/** The server's refusal at the field that it speaks of; at none where the form has no such field. */
function errorsOf(error: unknown): TemplateErrors {
  const [path = ''] = FIELDS.exec(errorField(error).field ?? '') ?? [];
  return { [path]: errorMessage(error) };
}
