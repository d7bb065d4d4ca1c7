import { z } from 'zod';
import { Amount } from './money.ts';

/** A moment as QuickBooks writes it, `2026-03-04T23:41:10-08:00`, in UTC. */
export const instant = z.string().transform((written, context) => {
  const time = Date.parse(written);
  if (!Number.isNaN(time)) return new Date(time).toISOString();
  context.addIssue({ code: 'custom', message: 'is not a time' });
  return z.NEVER;
});

const text = z
  .string()
  .nullish()
  .transform((value) => value?.trim() || null);

const Reference = z.object({ value: z.string(), name: text });
/** ISO 4217. An amount in a currency that cannot be read is not shown in another one. */
const Currency = z.object({ value: z.string().regex(/^[A-Z]{3}$/) }).nullish();
const MetaData = z.object({ CreateTime: instant, LastUpdatedTime: instant });

const Line = z.object({
  Amount: Amount.nullish(),
  LinkedTxn: z.array(z.object({ TxnId: z.string(), TxnType: text })).nullish(),
});

const PaymentBody = z
  .object({
    Id: z.string(),
    SyncToken: z.string(),
    VendorRef: Reference,
    TotalAmt: Amount,
    CurrencyRef: Currency,
    TxnDate: z.string(),
    PrivateNote: text,
    CheckPayment: z.object({ BankAccountRef: Reference.nullish() }).nullish(),
    CreditCardPayment: z.object({ CCAccountRef: Reference.nullish() }).nullish(),
    Line: z.array(Line).nullish(),
    MetaData,
  })
  .transform((body) => {
    const account = body.CheckPayment?.BankAccountRef ?? body.CreditCardPayment?.CCAccountRef;
    const lines = body.Line ?? [];
    return {
      id: body.Id,
      syncToken: body.SyncToken,
      payee: { id: body.VendorRef.value, name: body.VendorRef.name ?? `supplier ${body.VendorRef.value}` },
      amount: body.TotalAmt,
      currency: body.CurrencyRef?.value ?? null,
      date: body.TxnDate,
      account: account?.name ?? null,
      /** The note alone could be typed by anybody; a void also takes the amount to zero. */
      voided: Number(body.TotalAmt) === 0 && /^voided/i.test(body.PrivateNote ?? ''),
      note: body.PrivateNote,
      bills: lines.flatMap(({ Amount: amount, LinkedTxn }) =>
        (LinkedTxn ?? [])
          .filter(({ TxnType }) => TxnType === 'Bill')
          .map(({ TxnId }) => ({ id: TxnId, amount: amount ?? '0.00' })),
      ),
      created: body.MetaData.CreateTime,
      updated: body.MetaData.LastUpdatedTime,
    };
  });

/** A payment, together with everything QuickBooks said about it: what recreating it would need. */
export const PaymentRecord = z.record(z.string(), z.unknown()).transform((stored, context) => {
  const parsed = PaymentBody.safeParse(stored);
  if (parsed.success) return { ...parsed.data, stored };
  const path = [...(parsed.error.issues[0]?.path ?? [])];
  context.addIssue({ code: 'custom', path, message: 'is not a bill payment' });
  return z.NEVER;
});
export type PaymentRecord = z.output<typeof PaymentRecord>;

export const VendorRecord = z
  .object({
    Id: z.string(),
    SyncToken: z.string(),
    DisplayName: z.string(),
    Active: z.boolean().nullish(),
    Balance: Amount.nullish(),
    CurrencyRef: Currency,
    VendorPaymentBankDetail: z.object({ BankAccountNumber: text }).nullish(),
    MetaData,
  })
  .transform((body) => ({
    id: body.Id,
    syncToken: body.SyncToken,
    name: withoutMark(body.DisplayName),
    active: body.Active ?? true,
    balance: body.Balance ?? null,
    currency: body.CurrencyRef?.value ?? null,
    accountNumber: body.VendorPaymentBankDetail?.BankAccountNumber ?? null,
    created: body.MetaData.CreateTime,
    updated: body.MetaData.LastUpdatedTime,
  }));
export type VendorRecord = z.output<typeof VendorRecord>;

export const BillRecord = z
  .object({ Id: z.string(), DocNumber: text, Balance: Amount })
  .transform(({ Id, DocNumber, Balance }) => ({ id: Id, number: DocNumber, open: Number(Balance) > 0 }));

/** QuickBooks is said to add this mark to the names of inactive records. */
const withoutMark = (name: string): string => name.replace(/ \(deleted\)$/, '');

/** One object of a change feed, of whatever kind; deleted ones are stubs without a name. */
export const ChangedRecord = z
  .object({
    Id: z.string(),
    status: text,
    DisplayName: text,
    Name: text,
    CompanyName: text,
    VendorRef: Reference.nullish(),
    EntityRef: Reference.nullish(),
    MetaData: z.object({ LastUpdatedTime: instant }),
  })
  .transform((body) => ({
    id: body.Id,
    name: body.DisplayName ?? body.Name ?? body.VendorRef?.name ?? body.EntityRef?.name ?? body.CompanyName,
    when: body.MetaData.LastUpdatedTime,
    deleted: body.status === 'Deleted',
  }));
