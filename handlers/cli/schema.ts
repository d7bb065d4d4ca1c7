import { configJsonSchema } from '#src/config/json-schema.ts';
import { connectors } from '#src/connectors/index.ts';
import { detectionTemplateJsonSchema } from '#src/detections/senders/cordon.ts';
import { InvalidInput } from '#src/errors.ts';
import { type Command, only } from './command.ts';

const SCHEMAS: Readonly<Record<string, () => unknown>> = {
  config: () => configJsonSchema(connectors),
  detection: detectionTemplateJsonSchema,
};

export const schemaCommand: Command = {
  name: 'schema',
  takes: 'NAME',
  says: `prints the JSON Schema of: ${Object.keys(SCHEMAS).join(', ')}`,
  needs: 'nothing',
  async run(call) {
    const name = only(call, 'schema');
    const schema = Object.hasOwn(SCHEMAS, name) ? SCHEMAS[name]?.() : undefined;
    if (!schema)
      throw new InvalidInput(
        'wrong-use',
        `There is no such schema. Choose one of: ${Object.keys(SCHEMAS).join(', ')}.`,
      );
    return { data: schema, lines: [JSON.stringify(schema, null, 2)] };
  },
};
