import type { ColumnType } from 'kysely';

/** A jsonb column: read as the value, written as JSON text (arrays would otherwise become PostgreSQL arrays). */
export type Json<Value> = ColumnType<Value, string, string>;
export type JsonOrNull<Value> = ColumnType<Value | null, string | null | undefined, string | null>;
export type Time = ColumnType<Date, Date | string, Date | string>;
export type TimeByDefault = ColumnType<Date, Date | string | undefined, Date | string>;
export type TimeOrNull = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
export type WithDefault<Value> = ColumnType<Value, Value | undefined, Value>;
