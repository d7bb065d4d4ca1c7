import { InvalidConfig } from '../errors.ts';
import { describeIssue } from './issue-words.ts';
import { issuesOf } from './issues.ts';
import { type ConnectorSettings, configJsonSchema } from './json-schema.ts';
import { legalProblems } from './legal.ts';
import { didYouMean } from './nearest.ts';
import { ownerProblems } from './noise.ts';
import { isSection, parseYaml } from './parse-yaml.ts';
import { peopleProblems } from './people.ts';
import { isWithin, type Path, type Problem, spell } from './problem.ts';
import { type Env, resolve } from './resolve.ts';
import { routingProblems } from './routing.ts';
import { Config } from './schema.ts';
import { blot, secretsInComments } from './secrets.ts';
import { stepUpProblems } from './step-up.ts';

interface LoadInput {
  /** The file's name, for the message. */
  file: string;
  text: string;
  env: Env;
  connectors: readonly ConnectorSettings[];
  /** Every sender Cordon understands; a source's `shape` must be one of their ids. */
  senders: readonly { id: string }[];
  /** `not-here` leaves the connectors' references alone: the server process holds no vendor credentials. */
  vendorCredentials?: 'here' | 'not-here';
}

/**
 * Reads cordon.yaml. Throws InvalidConfig with every problem at once; no message repeats a secret. `connectors` holds each connector's
 * settings as written, with references replaced; the connector parses them itself.
 */
export function loadConfig({ file, text, env, connectors, senders, vendorCredentials = 'here' }: LoadInput): Config {
  const parsed = parseYaml(text);
  if ('problems' in parsed) throw invalid(file, parsed.problems);

  const schema = configJsonSchema(connectors);
  const left: Path[] = vendorCredentials === 'here' ? [] : [['connectors']];
  const problems: Problem[] = secretsInComments(text);
  const value = resolve(parsed.value, schema, { env, problems, left });

  const config = Config.safeParse(value, { error: describeIssue });
  const found = issuesOf(config.error, value, schema);
  if (vendorCredentials === 'here')
    found.push(...connectors.flatMap((connector) => connectorIssues(connector, value, schema)));
  problems.push(
    ...found.filter((issue) => !problems.some(({ path }) => path.length > 0 && isWithin(issue.path, path))),
  );
  problems.push(...shapeProblems(value, senders), ...actionProblems(value, connectors));
  problems.push(...stepUpProblems(value, actionIds(connectors)));
  problems.push(...ownerProblems(value), ...routingProblems(value), ...legalProblems(value));
  problems.push(...peopleProblems(isSection(value) ? value.roles : undefined));

  if (!config.success || problems.length > 0) throw invalid(file, problems);
  return config.data;
}

function connectorIssues(
  { id, config }: ConnectorSettings,
  value: unknown,
  schema: ReturnType<typeof configJsonSchema>,
): Problem[] {
  const all = isSection(value) ? value.connectors : undefined;
  const settings = isSection(all) ? all[id] : undefined;
  if (settings === undefined) return [];
  return issuesOf(config.safeParse(settings, { error: describeIssue }).error, value, schema, ['connectors', id]);
}

function shapeProblems(value: unknown, senders: LoadInput['senders']): Problem[] {
  const sources = isSection(value) && isSection(value.sources) ? value.sources : {};
  const known = senders.map(({ id }) => id).toSorted();
  return Object.entries(sources).flatMap(([name, source]) => {
    const shape = isSection(source) ? source.shape : undefined;
    if (typeof shape !== 'string' || known.includes(shape)) return [];
    const what = `is not a sender Cordon knows.${didYouMean(shape, known)} Known: ${known.join(', ')}.`;
    return [{ path: ['sources', name, 'shape'], what }];
  });
}

const actionIds = (connectors: readonly ConnectorSettings[]): string[] =>
  connectors.flatMap(({ actions }) => actions.map(({ id }) => id));

/** A rule for an action nobody has would be no rule at all. */
function actionProblems(value: unknown, connectors: readonly ConnectorSettings[]): Problem[] {
  const policy = isSection(value) && isSection(value.policy) ? value.policy : {};
  const known = actionIds(connectors);
  return Object.keys(isSection(policy.approvals) ? policy.approvals : {})
    .filter((id) => !known.includes(id))
    .map((id) => ({
      path: ['policy', 'approvals', id],
      what: `is not an action Cordon has.${didYouMean(id, known)}`,
    }));
}

const invalid = (file: string, problems: readonly Problem[]): InvalidConfig =>
  new InvalidConfig(
    file,
    problems.map(({ path, what }) => blot(path.length === 0 ? what : `${spell(path)}: ${what}`)),
  );
