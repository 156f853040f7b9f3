import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';

/** What the fields use of what the form gives them. */
export type FieldProps<T, O = {}> = Pick<
  FieldExtensionComponentProps<T, O>,
  'formData' | 'schema' | 'uiSchema'
> & {
  onChange: (value: T | undefined) => void;
  required?: boolean;
  disabled?: boolean;
  rawErrors?: string[];
  idSchema?: { $id: string };
};

/** What all fields take from the form. */
export function optionsOf(
  props: Pick<
    FieldProps<unknown>,
    'disabled' | 'idSchema' | 'rawErrors' | 'required'
  >,
) {
  return {
    id: props.idSchema?.$id ?? '',
    required: Boolean(props.required),
    disabled: Boolean(props.disabled),
    error: props.rawErrors?.join(', ') || undefined,
  };
}
