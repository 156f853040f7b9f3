import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(theme => ({
  // Secondary text has too little contrast to the page's own background; on paper it has enough.
  field: {
    '& label:not(.Mui-error), & .MuiFormHelperText-root:not(.Mui-error)': {
      color: theme.palette.text.primary,
    },
  },
}));

/** The class of a field that stands on the page itself, not on paper. */
export function useFieldOnPage(): string {
  return useStyles().field;
}
