import type { TreeFiles } from '../../git';
import { CHECKOUT, resolveFolder } from '../trace';
import { rankOfName, ranks, type CiLine } from './CiLine';
import {
  fields,
  isMapping,
  items,
  readYaml,
  text,
  texts,
  type Value,
} from './yaml';

type Reader = (config: { [key: string]: Value }, path: string) => CiLine[];

/** The files of other CI systems. */
const SYSTEMS: readonly [string, Reader][] = [
  ['.gitlab-ci.yml', readGitlab],
  ['.circleci/config.yml', readCircle],
  ['azure-pipelines.yml', readAzure],
  ['.azure-pipelines/azure-pipelines.yml', readAzure],
  ['.travis.yml', readTravis],
  ['.cirrus.yml', readCirrus],
];
const MAX_DEPTH = 8;
/** Keys of `.gitlab-ci.yml` that are no jobs. */
const NO_JOBS = new Set([
  ...['default', 'include', 'stages', 'variables', 'workflow', 'image'],
  ...['services', 'cache', 'before_script', 'after_script', 'pages'],
]);

export async function readOtherCi(files: TreeFiles): Promise<CiLine[]> {
  for (const [path, read] of SYSTEMS) {
    const config = readYaml(await files.read(path));
    if (!isMapping(config)) continue;
    const lines = read(config, path);
    if (lines.length > 0) return lines;
  }
  return [];
}

function readGitlab(config: { [key: string]: Value }, path: string): CiLine[] {
  const shared = texts(config.variables);
  const lines: CiLine[] = [];
  for (const [name, value] of Object.entries(config)) {
    if (name.startsWith('.') || NO_JOBS.has(name) || !isMapping(value))
      continue;
    const job = gitlabJob(config, value, 0);
    const stage = text(job.stage) ?? '';
    const before =
      job.before_script ??
      fields(config.default).before_script ??
      config.before_script;
    const script = [...items(before), ...items(job.script)]
      .flat()
      .flatMap(one => text(one) ?? [])
      .join('\n');
    if (script === '' || job.allow_failure === true || job.when === 'manual')
      continue;
    const rank = Math.max(
      rankOfName(name, stage),
      job.services ? ranks.services : ranks.usual,
    );
    lines.push(
      line(script, `${path}, job ${name}`, rank, {
        ...shared,
        ...texts(job.variables),
      }),
    );
  }
  return lines;
}

/** A job with what it extends. */
function gitlabJob(
  config: { [key: string]: Value },
  job: { [key: string]: Value },
  depth: number,
): { [key: string]: Value } {
  if (depth > MAX_DEPTH) return job;
  let base: { [key: string]: Value } = {};
  for (const parent of items(job.extends)) {
    const found = fields(config[text(parent) ?? '']);
    base = { ...base, ...gitlabJob(config, found, depth + 1) };
  }
  return { ...base, ...job };
}

function readCircle(config: { [key: string]: Value }, path: string): CiLine[] {
  const lines: CiLine[] = [];
  for (const [name, value] of Object.entries(fields(config.jobs))) {
    const job = fields(value);
    const images = items(job.docker).length;
    const rank = Math.max(
      rankOfName(name),
      images > 1 ? ranks.services : ranks.usual,
    );
    for (const step of circleSteps(config, job.steps, 0)) {
      const run = fields(step).run;
      const script = text(run) ?? text(fields(run).command);
      if (!script) continue;
      const folder = text(fields(run).working_directory) ?? '';
      lines.push(
        line(
          script.replace(/<<.*?>>/g, '$UNKNOWN_parameter'),
          `${path}, job ${name}`,
          rank,
          { ...texts(job.environment), ...texts(fields(run).environment) },
          folder,
        ),
      );
    }
  }
  return lines;
}

/** The steps of a job with those of the commands that it names. */
function circleSteps(
  config: { [key: string]: Value },
  steps: Value,
  depth: number,
): Value[] {
  return items(steps).flatMap(step => {
    const name = text(step) ?? Object.keys(fields(step)).at(0) ?? '';
    const command = fields(fields(config.commands)[name]);
    if (depth < MAX_DEPTH && command.steps)
      return circleSteps(config, command.steps, depth + 1);
    if (name === 'when' || name === 'unless') {
      return circleSteps(config, fields(fields(step)[name]).steps, depth + 1);
    }
    return [step];
  });
}

function readAzure(config: { [key: string]: Value }, path: string): CiLine[] {
  const lines: CiLine[] = [];
  const visit = (node: Value, job: string, depth: number) => {
    if (depth > MAX_DEPTH) return;
    const { stages, jobs, steps, job: name, stage } = fields(node);
    const named = text(name) ?? text(stage) ?? job;
    for (const child of [...items(stages), ...items(jobs)])
      visit(child, named, depth + 1);
    for (const value of items(steps)) {
      const step = fields(value);
      const script = text(step.script) ?? text(step.bash);
      if (!script) continue;
      lines.push(
        line(
          script.replace(/\$\((\w+)\)/g, '$$UNKNOWN_$1'),
          `${path}, job ${named}`,
          rankOfName(named),
          texts(step.env),
          text(step.workingDirectory) ?? '',
        ),
      );
    }
  };
  visit(config, 'main', 0);
  return lines;
}

function readTravis(config: { [key: string]: Value }, path: string): CiLine[] {
  const phases = ['install', 'before_script', 'script'];
  const jobs = items(fields(config.jobs ?? config.matrix).include).map(fields);
  const all: [string, { [key: string]: Value }][] = [
    ['script', config],
    ...jobs.map((job): [string, typeof job] => [
      text(job.name) ?? text(job.stage) ?? 'script',
      job,
    ]),
  ];
  return all.flatMap(([name, job]) =>
    phases.flatMap(phase => {
      const script = items(job[phase])
        .flatMap(one => text(one) ?? [])
        .join('\n');
      return script === ''
        ? []
        : [line(script, `${path}, ${name}`, rankOfName(name), {})];
    }),
  );
}

function readCirrus(config: { [key: string]: Value }, path: string): CiLine[] {
  return Object.entries(config).flatMap(([name, value]) => {
    if (!name.endsWith('task')) return [];
    return Object.entries(fields(value)).flatMap(([key, script]) => {
      if (!key.endsWith('script')) return [];
      const lines = items(script)
        .flatMap(one => text(one) ?? [])
        .join('\n');
      return lines === ''
        ? []
        : [
            line(
              lines,
              `${path}, ${name}`,
              rankOfName(name),
              texts(fields(value).env),
            ),
          ];
    });
  });
}

function line(
  script: string,
  source: string,
  rank: number,
  variables: { [key: string]: string },
  folder = '',
): CiLine {
  return {
    ...{ script, source, rank },
    directory:
      resolveFolder('', folder.replace(/^~\/[^/]+\/?/, '') || '.') ?? '',
    variables: new Map([
      ...Object.entries(variables).filter(([, value]) => !value.includes('$')),
      ...[
        'CI_PROJECT_DIR',
        'CIRCLE_WORKING_DIRECTORY',
        'BUILD_SOURCESDIRECTORY',
        'TRAVIS_BUILD_DIR',
        'CIRRUS_WORKING_DIR',
      ].map((name): [string, string] => [name, CHECKOUT]),
    ]),
  };
}
