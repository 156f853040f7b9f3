import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  aTask,
  aTemplate,
  FakeOverviewApi,
  refusal,
  renderPages,
} from '../../__testUtils__';

const NEW = '/background-tasks/new-template';

const field = (name: string | RegExp) => screen.getByRole('textbox', { name });
// Braces are commands to userEvent.type.
const fill = (name: string | RegExp, value: string) =>
  fireEvent.change(field(name), { target: { value } });
const submit = (name = 'Create template') =>
  userEvent.click(screen.getByRole('button', { name }));

describe('the form of a template', () => {
  it('makes a template with blanks, and shows what a task will be told as values are typed', async () => {
    const api = new FakeOverviewApi();
    renderPages(`${NEW}?project=payments`, api);
    await screen.findByRole('form', { name: 'New template' });
    fill(/^Title/, 'Upgrade a Dependency');
    expect(field(/^Name/)).toHaveValue('upgrade-a-dependency');
    fill(/^Instructions/, 'Upgrade {{package}} to {{ version }}.');
    expect(
      screen.getByText('{{package}}, {{version}} are no parameters yet.'),
    ).toBeVisible();
    await userEvent.click(
      screen.getByRole('button', { name: 'Make them parameters' }),
    );

    const version = screen.getByRole('group', { name: 'version' });
    fireEvent.change(within(version).getByLabelText('Default'), {
      target: { value: 'latest' },
    });
    const preview = screen.getByRole('region', { name: 'Preview' });
    expect(preview).toHaveTextContent('Upgrade to latest.');
    expect(preview).toHaveTextContent(
      'Whoever makes a task has to give package.',
    );
    fireEvent.change(within(preview).getByLabelText('package'), {
      target: { value: '{{version}}' },
    });
    // What a value holds is not looked at again.
    expect(preview).toHaveTextContent('Upgrade {{version}} to latest.');

    await userEvent.click(screen.getByRole('button', { name: 'Add rule' }));
    fill(/^Command/, 'npm run e2e');
    fill(/^Container image/, 'registry.example.com/tools/java:21');
    await submit();
    expect(
      await screen.findByRole('button', { name: 'Use template' }),
    ).toBeVisible();
    expect(api.written).toEqual([
      {
        project: 'payments',
        template: {
          name: 'upgrade-a-dependency',
          displayName: 'Upgrade a Dependency',
          instructionsTemplate: 'Upgrade {{package}} to {{ version }}.',
          parameters: [
            { name: 'package', type: 'string', required: true },
            {
              name: 'version',
              type: 'string',
              required: true,
              defaultValue: 'latest',
            },
          ],
          validationRules: [{ command: 'npm run e2e' }],
          image: 'registry.example.com/tools/java:21',
        },
      },
    ]);
    expect(
      screen.getByText('registry.example.com/tools/java:21'),
    ).toBeVisible();
  });

  it('says at each field what is wrong before anything is sent, and goes there', async () => {
    const api = new FakeOverviewApi();
    renderPages(NEW, api);
    await screen.findByRole('form', { name: 'New template' });
    await userEvent.click(
      screen.getByRole('button', { name: 'Add parameter' }),
    );
    fill(/^Instructions/, 'Do {{this}}');
    fill(/^Container image/, 'No Image');
    await submit();
    expect(await screen.findByText('Give it a title')).toBeVisible();
    expect(field(/^Title/)).toHaveFocus();
    expect(screen.getByText('Choose a project')).toBeVisible();
    expect(screen.getByText('Write it as registry/path:tag')).toBeVisible();
    expect(screen.getByText(/No parameter is called 'this'/)).toBeVisible();
    const parameter = screen.getByRole('group', { name: 'Parameter 1' });
    expect(within(parameter).getByText(/A letter, then letters/)).toBeVisible();
    await userEvent.click(
      screen.getByRole('button', { name: 'Remove Parameter 1' }),
    );
    expect(screen.getByRole('button', { name: 'Add parameter' })).toHaveFocus();
    expect(api.written).toEqual([]);
  });

  it('changes a template, and says the refusal of the server at its field', async () => {
    const api = new FakeOverviewApi();
    api.templates = [aTemplate()];
    api.projects = await api.listProjects();
    renderPages(
      '/background-tasks/templates/payments/upgrade-dependency/edit',
      api,
    );
    await screen.findByRole('form', { name: 'Template' });
    expect(field(/^Script/)).toHaveValue(
      'npm install "$PARAM_packageName@$PARAM_version"',
    );
    const group = screen.getByRole('group', { name: 'version' });
    await userEvent.click(
      within(group).getByRole('checkbox', { name: 'Required' }),
    );
    api.failures.push(
      await refusal(400, {
        code: 'invalidField',
        field: 'parameters.1.validationRegex',
        message: 'It is not an expression that RE2 takes',
      }),
    );
    await submit('Save template');
    expect(
      await within(group).findByText('It is not an expression that RE2 takes'),
    ).toBeVisible();
    await waitFor(() =>
      expect(within(group).getByLabelText('Must match')).toHaveFocus(),
    );
    await submit('Save template');
    expect(
      await screen.findByRole('button', { name: 'Use template' }),
    ).toBeVisible();
    expect(api.written.at(-1)?.template).toMatchObject({
      name: 'upgrade-dependency',
      provider: 'script',
      parameters: [
        { name: 'packageName', required: true },
        { name: 'version', required: false, defaultValue: 'latest' },
      ],
    });
  });

  it('makes a template from a task that succeeded, and goes on to edit it', async () => {
    const api = new FakeOverviewApi([
      aTask({ name: 'done', status: 'Completed' }),
    ]);
    renderPages(`${NEW}?project=payments&fromTask=done`, api);
    await screen.findByRole('form', { name: 'New template' });
    expect(
      screen.getByText('Upgrade lodash to version 4.17.21.'),
    ).toBeVisible();
    fill(/^Title/, 'Upgrade lodash');
    await submit('Create, then edit');
    expect(
      await screen.findByRole('form', { name: 'Template' }),
    ).toBeInTheDocument();
    expect(api.madeFromTasks).toEqual([
      { task: 'done', name: 'upgrade-lodash' },
    ]);
  });

  it('makes none from a task that has not succeeded', async () => {
    const api = new FakeOverviewApi([aTask({ name: 'bad', status: 'Failed' })]);
    renderPages(`${NEW}?project=payments&fromTask=bad`, api);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'only from a task that is Completed: this one is Failed',
    );
  });
});
