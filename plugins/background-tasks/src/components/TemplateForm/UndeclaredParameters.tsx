import Button from '@material-ui/core/Button';
import Alert from '@material-ui/lab/Alert';
import { useWords } from '../../useWords';
import { newParameter } from './templateDraft';
import { undeclaredIn } from './validateTemplate';
import type { TemplateFormState } from './useTemplateForm';

/** Offers to declare what stands in the instructions and is no parameter yet. */
export function UndeclaredParameters(props: { state: TemplateFormState }) {
  const t = useWords();
  const { values, change } = props.state;
  const undeclared = undeclaredIn(values);
  if (undeclared.length === 0) return null;
  const one = undeclared.length === 1;
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
          {t(
            one
              ? 'templateForm.undeclared.makeOne'
              : 'templateForm.undeclared.makeMany',
          )}
        </Button>
      }
    >
      {t(one ? 'templateForm.undeclared.one' : 'templateForm.undeclared.many', {
        names,
      })}
    </Alert>
  );
}
