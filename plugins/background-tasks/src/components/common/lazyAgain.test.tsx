import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { lazyAgain } from './lazyAgain';
import { PanelBoundary } from './PanelBoundary';

type Props = { name: string };

it('loads what did not load anew when asked to try again, and nothing twice', async () => {
  jest.spyOn(console, 'error').mockImplementation();
  const load = jest
    .fn()
    .mockRejectedValueOnce(new Error('Loading chunk 7 failed'))
    .mockResolvedValue(({ name }: Props) => <p>{`Here is ${name}`}</p>);
  const Part = lazyAgain<Props>(load, ({ name }) => (
    <p>{`Waiting for ${name}`}</p>
  ));
  const page = renderInTestApp(
    <PanelBoundary title="The diff could not be shown">
      <Part name="the diff" />
    </PanelBoundary>,
  );
  expect(await screen.findByRole('alert')).toHaveTextContent(
    'Loading chunk 7 failed',
  );

  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('Here is the diff')).toBeVisible();
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  page.unmount();

  renderInTestApp(<Part name="another" />);
  expect(await screen.findByText('Here is another')).toBeVisible();
  expect(load).toHaveBeenCalledTimes(2);
});
