import Button, { type ButtonProps } from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogContentText from '@material-ui/core/DialogContentText';
import DialogTitle from '@material-ui/core/DialogTitle';
import { useId, useState } from 'react';
import { useWords } from '../../useWords';
import { ErrorNotice } from './ErrorNotice';
import { GuardedButton } from './GuardedButton';

/** What is asked before something is done. */
export type Question = {
  title: string;
  text: string;
  yes: string;
  no: string;
};

/**
 * Does something once the user has confirmed it. The dialog closes at once; where it was refused it opens again and
 * says why, also where it cannot be done any more by then.
 */
export function ConfirmButton(props: {
  label: string;
  look?: Pick<ButtonProps, 'variant' | 'color'>;
  /** That it is being done already. */
  busy?: boolean;
  /** Why the user may not; left out where they may. */
  refusal?: string;
  question: Question;
  onConfirm: () => void;
  /** What went wrong, and what to call that. */
  failure: { title: string; error: unknown } | undefined;
  /** Called when the failure was read. */
  onDismiss: () => void;
}) {
  const { label, look, busy, refusal, question, onConfirm } = props;
  const { failure, onDismiss } = props;
  const [asking, setAsking] = useState(false);
  const titleId = useId();
  const textId = useId();
  const t = useWords();
  const close = () => {
    setAsking(false);
    onDismiss();
  };
  const confirm = () => {
    close();
    onConfirm();
  };
  return (
    <>
      <GuardedButton
        {...look}
        refusal={refusal}
        busy={busy}
        onClick={() => setAsking(true)}
      >
        {label}
      </GuardedButton>
      <Dialog
        open={asking || failure !== undefined}
        onClose={close}
        aria-labelledby={titleId}
        aria-describedby={textId}
      >
        <DialogTitle id={titleId}>{question.title}</DialogTitle>
        <DialogContent>
          <DialogContentText id={textId}>{question.text}</DialogContentText>
          {failure && (
            <ErrorNotice title={failure.title} error={failure.error} />
          )}
        </DialogContent>
        <DialogActions>
          <Button onClick={close}>
            {refusal ? t('common.close') : question.no}
          </Button>
          {!refusal && (
            <Button onClick={confirm} color="primary" variant="contained">
              {question.yes}
            </Button>
          )}
        </DialogActions>
      </Dialog>
    </>
  );
}
