import { Component, type ReactNode } from 'react';
import { ErrorNotice } from './ErrorNotice';

type Props = {
  /** What this part of the page is called: `log`. */
  name: string;
  children: ReactNode;
};

/** Keeps what breaks in one part of a page within it, and lets the user try again. */
export class PanelBoundary extends Component<Props, { error: unknown }> {
  static getDerivedStateFromError(error: unknown) {
    return { error: error ?? new Error('Unknown error') };
  }

  state: { error: unknown } = { error: undefined };

  render() {
    if (this.state.error === undefined) return this.props.children;
    return (
      <ErrorNotice
        title={`The ${this.props.name} could not be shown`}
        error={this.state.error}
        onRetry={() => this.setState({ error: undefined })}
      />
    );
  }
}
