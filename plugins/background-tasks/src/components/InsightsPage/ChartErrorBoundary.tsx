import Button from '@material-ui/core/Button';
import Alert from '@material-ui/lab/Alert';
import { Component, type ReactNode } from 'react';

/** Where a chart cannot be drawn, its figures can still be read. */
export class ChartErrorBoundary extends Component<
  {
    onShowTable: () => void;
    /** What is said, and what the way to the figures is called. */
    words: { failed: string; showTable: string };
    children: ReactNode;
  },
  { failed: boolean }
> {
  static getDerivedStateFromError() {
    return { failed: true };
  }

  state = { failed: false };

  render() {
    if (!this.state.failed) return this.props.children;
    return (
      <Alert
        severity="warning"
        action={
          <Button color="inherit" size="small" onClick={this.props.onShowTable}>
            {this.props.words.showTable}
          </Button>
        }
      >
        {this.props.words.failed}
      </Alert>
    );
  }
}
