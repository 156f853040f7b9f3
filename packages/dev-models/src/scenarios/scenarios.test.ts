import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import OpenAI from 'openai';
import { TestAgent } from '../__testUtils__/TestAgent';
import type { Tools } from '../__testUtils__/TestAgent';
import { startDevModels } from '../startDevModels';
import type { DevModels } from '../types';
import {
  addJsDoc,
  endless,
  failingLint,
  twoFileRefactoring,
  upgradeLodash,
} from '.';

const SAMPLE = join(__dirname, '../../../../examples/sample-repository');

const AGENTS: Record<string, Tools> = {
  'claude-code': {
    Bash: ['command', 'description'],
    Read: ['file_path'],
    Edit: ['file_path', 'old_string', 'new_string'],
  },
  cline: { run_commands: ['commands'] },
  opencode: {
    bash: ['command', 'description'],
    read: ['filePath'],
    edit: ['filePath', 'oldString', 'newString'],
  },
  'gemini-cli': { run_shell_command: ['command'] },
};

const LINT_FAILED =
  "Your change does not pass the checks of the repository yet.\n\nLinting failed: `npm run lint`\n'lodashVersion' is assigned a value but never used (no-unused-vars)";
const TESTS_FAILED =
  'Tests failed: `npm test`\nSyntaxError: The requested module does not provide an export named groupByCustomer';

describe('the ready scenarios', () => {
  let models: DevModels;
  let client: OpenAI;
  let agents: TestAgent[];

  beforeEach(async () => {
    models = await startDevModels({ apiKey: 'k' });
    client = new OpenAI({ apiKey: 'k', baseURL: `${models.url}/v1` });
    agents = [];
  });
  afterEach(async () => {
    for (const agent of agents) agent.remove();
    await models.close();
  });

  function start(tools: Tools, system?: string): TestAgent {
    const agent = new TestAgent(client, tools, system);
    agents.push(agent);
    return agent;
  }

  const original = (path: string) => readFileSync(join(SAMPLE, path), 'utf8');

  it.each(Object.entries(AGENTS))(
    'upgrade lodash with the tools of %s, fail the linter, and repair',
    async (_name, tools) => {
      const agent = start(tools);

      await agent.say(upgradeLodash.instructions);
      expect(agent.file('src/orders.js')).toContain('const lodashVersion');
      expect(agent.npm).toEqual([expect.stringContaining('lodash@4.17.21')]);

      expect(await agent.say(LINT_FAILED)).toContain('gone');
      expect(agent.file('src/orders.js')).toBe(original('src/orders.js'));
      expect(agent.npm).toHaveLength(2);
    },
  );

  it.each(Object.entries(AGENTS))(
    'rename a function with the tools of %s, but for one use, and repair, also without memory',
    async (_name, tools) => {
      const agent = start(tools);

      await agent.say(`A task.\n${twoFileRefactoring.instructions}`);
      for (const path of [
        'src/orders.js',
        'src/index.js',
        'test/orders.test.js',
      ]) {
        expect(agent.file(path)).not.toContain('groupByCustomer');
      }
      expect(agent.file('src/summary.js')).toBe(original('src/summary.js'));

      await agent.say(`${twoFileRefactoring.instructions}\n\n${TESTS_FAILED}`);
      expect(agent.file('src/summary.js')).not.toContain('groupByCustomer');
      expect(
        agent.file('src/summary.js').match(/totalsByCustomer/g),
      ).toHaveLength(2);
    },
  );

  it('document each function, and add one that the linter objects to', async () => {
    const documenter = start(AGENTS.opencode);
    await documenter.say(addJsDoc.instructions);
    for (const path of [
      'src/orders.js',
      'src/orderClient.js',
      'src/summary.js',
    ]) {
      const functions = documenter.file(path).match(/function \w+\(/g) ?? [];
      expect(documenter.file(path).match(/\/\*\*/g)).toHaveLength(
        functions.length,
      );
    }

    const careless = start(AGENTS['gemini-cli']);
    await careless.say(failingLint.instructions);
    expect(careless.file('src/badFunc.js')).toBe(
      'function badFunc( ){ console.log( x ) }\n',
    );
    expect(await careless.say(LINT_FAILED)).toContain('stay');
  });

  it('never end, if that is asked for', async () => {
    const agent = start(AGENTS['claude-code']);
    await expect(agent.say(endless.instructions)).rejects.toThrow('to an end');
  });

  it('answer editors without tools in their formats', async () => {
    const diff = start({}, 'Answer with *SEARCH/REPLACE blocks*.');
    const blocks = await diff.say(upgradeLodash.instructions);
    expect(blocks).toContain(
      '\n\npackage.json\n```\n<<<<<<< SEARCH\n    "lodash": "4.17.20"\n=======\n    "lodash": "4.17.21"\n>>>>>>> REPLACE\n```',
    );
    for (const [, path, find] of blocks.matchAll(
      /^(.+)\n```\n<<<<<<< SEARCH\n([^]*?\n)=======/gm,
    )) {
      expect(original(path).split(find)).toHaveLength(2);
    }

    const whole = start({}, 'Answer with a *file listing* of each file.');
    expect(await whole.say(twoFileRefactoring.instructions)).toContain(
      '- `src/index.js`',
    );
    const paths = ['src/orders.js', 'src/index.js', 'test/orders.test.js'];
    const shown = paths.map(path => `${path}\n\`\`\`\n${original(path)}\`\`\``);
    const listing = await whole.say(
      `I have *added these files to the chat*.\n\n${shown.join('\n\n')}`,
    );
    expect(listing).toContain(
      `src/index.js\n\`\`\`\n${original('src/index.js').replace(
        'groupByCustomer',
        'totalsByCustomer',
      )}\`\`\``,
    );
  });

  it('stay out of what clients ask on the side', async () => {
    const ask = async (
      system: string,
      content: string,
      schema?: Record<string, unknown>,
    ) => {
      const { choices } = await client.chat.completions.create({
        model: 'small',
        messages: [
          { role: 'system', content: system },
          { role: 'user', content },
        ],
        ...(schema && {
          response_format: {
            type: 'json_schema',
            json_schema: { name: 'answer', schema },
          },
        }),
      });
      return choices[0].message.content;
    };
    const task = upgradeLodash.instructions;
    expect(await ask('You are a title generator.', task)).toBe(
      'Background task',
    );
    expect(await ask('Summarize this conversation.', task)).toContain(
      'repository',
    );
    expect(await ask('', 'quota')).toBe('OK');
    const speaker = await ask('', task, {
      type: 'object',
      properties: {
        reasoning: { type: 'string' },
        next_speaker: { type: 'string', enum: ['model', 'user'] },
      },
    });
    expect(JSON.parse(speaker ?? '')).toEqual({
      reasoning: 'As asked.',
      next_speaker: 'user',
    });
    expect(models.requests().map(({ scenario }) => scenario)).toEqual(
      Array(4).fill('sideCalls'),
    );
  });
});
