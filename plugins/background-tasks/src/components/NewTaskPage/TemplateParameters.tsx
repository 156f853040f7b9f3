import {
  makeStyles,
  ThemeProvider,
  type Theme,
} from '@material-ui/core/styles';
import Form from '@rjsf/material-ui';
import validator from '@rjsf/validator-ajv8';
import type FormCore from '@rjsf/core';
import type {
  ParameterValue,
  TaskTemplate,
} from '@background-tasks/plugin-background-tasks-common';
import { useEffect, useMemo, useRef } from 'react';
import { schemaOf } from './templateParameters';

const useStyles = makeStyles(theme => ({
  // The form brings a margin of its own above and below.
  root: { margin: theme.spacing(-2, 0, -1) },
}));

/** Its fields look like the others of the page. */
function withOutlines(theme: Theme): Theme {
  return {
    ...theme,
    props: { ...theme.props, MuiTextField: { variant: 'outlined' } },
  };
}

/** The form of a template's parameters. It is loaded when a template is chosen. */
export default function TemplateParameters(props: {
  template: TaskTemplate;
  values: Record<string, ParameterValue>;
  onChange: (values: Record<string, ParameterValue>) => void;
  /** Given a function that tells whether the values are valid, and shows what is not. */
  onValidator: (isValid: (() => boolean) | undefined) => void;
  label: string;
}) {
  const { template, values, onChange, onValidator, label } = props;
  const classes = useStyles();
  const schema = useMemo(() => schemaOf(template), [template]);
  const form = useRef<FormCore>(null);
  useEffect(() => {
    onValidator(() => form.current?.validateForm() ?? true);
    return () => onValidator(undefined);
  }, [onValidator]);
  return (
    <div role="group" aria-label={label} className={classes.root}>
      <ThemeProvider theme={withOutlines}>
        <Form
          ref={form}
          // It is a part of the task's own form.
          tagName="div"
          idPrefix="parameter"
          schema={schema}
          uiSchema={{ 'ui:submitButtonOptions': { norender: true } }}
          formData={values}
          validator={validator}
          showErrorList={false}
          noHtml5Validate
          onChange={({ formData }) => onChange(formData)}
        />
      </ThemeProvider>
    </div>
  );
}
