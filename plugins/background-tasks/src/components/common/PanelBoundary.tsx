import { Component, type ReactNode } from 'react';
import { ErrorNotice } from './ErrorNotice';

type Props = {
  /** What is said where it breaks: `The log could not be shown`. */
  title: string;
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
        title={this.props.title}
        error={this.state.error}
        onRetry={() => this.setState({ error: undefined })}
      />
    );
  }
}
