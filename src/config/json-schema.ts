import { z } from 'zod';
import { Config } from './schema.ts';

export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** What the configuration needs to know of a connector: its name in the file and its settings. */
export interface ConnectorSettings {
  id: string;
  config: z.ZodType<unknown>;
  actions: readonly { id: string }[];
}

const REFERENCE = '^\\$\\{[A-Z_][A-Z0-9_]*\\}$';

/** In the file a secret is a reference and any other text may be one. */
function allowReferences({ jsonSchema }: { jsonSchema: JsonSchema }): void {
  if (jsonSchema.writeOnly) {
    jsonSchema.pattern = REFERENCE;
    delete jsonSchema.format;
    delete jsonSchema.minLength;
    delete jsonSchema.allOf;
  } else if (typeof jsonSchema.pattern === 'string') {
    jsonSchema.pattern = `(${REFERENCE})|(${jsonSchema.pattern})`;
  }
}

/** Zod's copy of a schema as it stands in the file: before defaults and transforms. */
const asWritten = (schema: z.ZodType<unknown>): JsonSchema =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', override: allowReferences });

/**
 * JSON Schema (2020-12) of cordon.yaml, for editors and `cordon schema config`. Every setting has a description. Without `connectors`
 * their settings are left open; with a list nothing else is allowed under that name.
 */
export function configJsonSchema(connectors?: readonly ConnectorSettings[]): JsonSchema {
  const schema = { ...asWritten(Config), title: 'cordon.yaml' };
  if (!connectors) return schema;
  const properties = Object.fromEntries(
    connectors.map(({ id, config }) => {
      const { $schema, ...settings } = asWritten(config);
      return [id, settings];
    }),
  );
  const known = schema.properties?.connectors;
  const description = typeof known === 'object' ? known.description : '';
  const section: JsonSchema = {
    type: 'object',
    description: description ?? '',
    properties,
    additionalProperties: false,
  };
  return { ...schema, properties: { ...schema.properties, connectors: section } };
}

type Branch = JsonSchema | boolean | undefined;

const alternatives = (schema: Branch): JsonSchema[] => {
  if (typeof schema !== 'object') return [];
  return [schema, ...[...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])].flatMap(alternatives)];
};

/** The schema of one setting below another, looked for in every alternative. */
export function below(schema: Branch, part: string | number): JsonSchema | undefined {
  for (const one of alternatives(schema)) {
    const next = typeof part === 'number' ? one.items : (one.properties?.[part] ?? one.additionalProperties);
    if (typeof next === 'object' && !Array.isArray(next)) return next;
  }
  return undefined;
}

/** The settings a section may hold; undefined when it may hold any. */
export function knownSettings(schema: Branch): string[] | undefined {
  const sections = alternatives(schema).filter(({ properties }) => properties !== undefined);
  if (sections.length === 0 || sections.some(({ additionalProperties }) => typeof additionalProperties === 'object'))
    return undefined;
  return sections.flatMap(({ properties }) => Object.keys(properties ?? {}));
}
