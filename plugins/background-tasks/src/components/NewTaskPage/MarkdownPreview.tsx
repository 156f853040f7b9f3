import { MarkdownContent } from '@backstage/core-components';

/** Markdown as it will be read. It is loaded when it is first asked for. */
export default function MarkdownPreview(props: { text: string }) {
  return <MarkdownContent content={props.text} dialect="gfm" />;
}
