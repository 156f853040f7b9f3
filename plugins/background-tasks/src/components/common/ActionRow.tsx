import { Component, createRef, type ReactNode } from 'react';

type Props = { className?: string; label: string; children: ReactNode };

/** What can be done with something. Where an action goes away that has the focus, the row of them takes it. */
export class ActionRow extends Component<Props> {
  private readonly row = createRef<HTMLDivElement>();

  // Only here the focus is known as it was before the change.
  getSnapshotBeforeUpdate(): Element | null {
    const { activeElement } = document;
    const isHere = this.row.current?.contains(activeElement);
    // An action asks in a dialog, which goes away with it.
    return isHere || activeElement?.closest('[role="dialog"]')
      ? activeElement
      : null;
  }

  componentDidUpdate(_props: Props, _state: unknown, focused: Element | null) {
    if (focused && !focused.isConnected) this.row.current?.focus();
  }

  render() {
    const { className, label, children } = this.props;
    return (
      <div
        ref={this.row}
        role="group"
        aria-label={label}
        tabIndex={-1}
        className={className}
      >
        {children}
      </div>
    );
  }
}
