import type { ReactNode } from 'react';

/** One fact of a description list; none where there is nothing to say. */
export function Fact(props: { label: string; children: ReactNode }) {
  if (!props.children) return null;
  return (
    <>
      <dt>{props.label}</dt>
      <dd>{props.children}</dd>
    </>
  );
}

/** Several things of one kind; none where there are none. */
export function ListFact(props: {
  label: string;
  items: readonly string[] | undefined;
  mono?: boolean;
}) {
  const { label, items = [], mono } = props;
  if (items.length === 0) return null;
  return (
    <Fact label={label}>
      <ul>
        {items.map((item, index) => (
          <li key={index}>{mono ? <code>{item}</code> : item}</li>
        ))}
      </ul>
    </Fact>
  );
}
