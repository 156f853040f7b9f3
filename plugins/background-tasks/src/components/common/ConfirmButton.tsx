import Button, { type ButtonProps } from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogContentText from '@material-ui/core/DialogContentText';
import DialogTitle from '@material-ui/core/DialogTitle';
import { useId, useState } from 'react';
import { ErrorNotice } from './ErrorNotice';
import { useGuard } from './useGuard';

/** What is asked before something is done. */
export type Question = {
  title: string;
  text: string;
  yes: string;
  no: string;
};

/**
 * Does something once the user has confirmed it. The dialog closes at once; where it was refused it opens again and
 * says why.
 */
export function ConfirmButton(props: {
  label: string;
  look?: Pick<ButtonProps, 'variant' | 'color'>;
  /** That it is being done already. */
  busy?: boolean;
  question: Question;
  onConfirm: () => void;
  /** What went wrong, and what to call that. */
  failure: { title: string; error: unknown } | undefined;
  /** Called when the failure was read. */
  onDismiss: () => void;
}) {
  const { label, look, busy = false, question, onConfirm } = props;
  const { failure, onDismiss } = props;
  const [asking, setAsking] = useState(false);
  const titleId = useId();
  const textId = useId();
  const guard = useGuard();
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
      <Button {...look} {...guard(busy, () => setAsking(true))}>
        {label}
      </Button>
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
          <Button onClick={close}>{question.no}</Button>
          <Button onClick={confirm} color="primary" variant="contained">
            {question.yes}
          </Button>
        </DialogActions>
      </Dialog>
    </>
  );
}
