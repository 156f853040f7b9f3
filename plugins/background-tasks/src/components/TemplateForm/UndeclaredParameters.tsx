import Button from '@material-ui/core/Button';
import Alert from '@material-ui/lab/Alert';
import { newParameter } from './templateDraft';
import { undeclaredIn } from './validateTemplate';
import type { TemplateFormState } from './useTemplateForm';

/** Offers to declare what stands in the instructions and is no parameter yet. */
export function UndeclaredParameters(props: { state: TemplateFormState }) {
  const { values, change } = props.state;
  const undeclared = undeclaredIn(values);
  if (undeclared.length === 0) return null;
  const names = undeclared.map(name => `{{${name}}}`).join(', ');
  const declare = () => {
    let { parameters } = values;
    for (const name of undeclared) {
      parameters = [...parameters, newParameter(parameters, name)];
    }
    change({ parameters });
  };
  return (
    <Alert
      severity="info"
      action={
        <Button
          color="inherit"
          size="small"
          // The field above keeps the focus: what is said of it when it is left would move this away from the pointer.
          onMouseDown={event => event.preventDefault()}
          onClick={declare}
        >
          {undeclared.length === 1 ? 'Make it one' : 'Make them parameters'}
        </Button>
      }
    >
      {names}{' '}
      {undeclared.length === 1 ? 'is no parameter' : 'are no parameters'} yet.
    </Alert>
  );
}
