import { clearSessions } from '#src/connectors/okta/actions/clear-sessions.ts';
import { factorChanges } from '#src/connectors/okta/queries/factor-changes.ts';
import { signIns } from '#src/connectors/okta/queries/sign-ins.ts';
import { user as oktaUser } from '#src/connectors/okta/queries/user.ts';
import { voidBillPayment } from '#src/connectors/quickbooks/actions/void-bill-payment.ts';
import { billPayment } from '#src/connectors/quickbooks/queries/bill-payment.ts';
import { changes } from '#src/connectors/quickbooks/queries/changes.ts';
import { payeeHistory } from '#src/connectors/quickbooks/queries/payee-history.ts';
import { transactions } from '#src/connectors/quickbooks/queries/transactions.ts';
import { vendor } from '#src/connectors/quickbooks/queries/vendor.ts';
import { act, ask, type Cannot, cannot, decide, definePlaybook, type Facts, handOver, weigh } from '#src/playbook.ts';
import { formatAmount, isAbove, times } from './money.ts';
import { aboutPerson, accountsOf, oktaTarget, windowOf } from './people.ts';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const LOOKBACK_MS = 2 * DAY_MS;
const HISTORY_MS = 365 * DAY_MS;
/** Without a due time from the sender, people are asked to answer within this. */
const ANSWER_WITHIN_MS = 2 * HOUR_MS;

/**
 * A supplier's bank details change and a payment follows (AN1364, T1657). QuickBooks has no hold: the only thing that stops a payment there
 * is voiding it, which cannot be taken back, and neither recalls money already sent. So people are asked first, and the card says so.
 */
export const vendorBankChange = definePlaybook({
  id: 'vendor-bank-change',
  version: '1',
  title: 'Payment after a change of bank details',
  when: { kinds: ['vendor-bank-change'], techniques: ['T1657'], analytics: ['AN1364'], products: ['quickbooks'] },
  headline: (facts) => {
    const { transfer } = facts;
    if (!transfer) return facts.detections.at(-1)?.title ?? 'Payment after a change of bank details';
    return `${transfer.payee.name} · QuickBooks · ${formatAmount(transfer)} after a change of bank details`;
  },
  ask: [
    ask(billPayment, (facts) => onTransfer(facts, ({ id }) => ({ paymentId: id }))),
    ask(vendor, (facts) => onPayee(facts, (vendorId) => ({ vendorId }))),
    ask(payeeHistory, (facts) => onPayee(facts, (vendorId) => ({ vendorId, ...windowOf(facts, HISTORY_MS) }))),
    ask(transactions, (facts) => onPayee(facts, (vendorId) => ({ vendorId, ...windowOf(facts, LOOKBACK_MS) }))),
    ask(changes, (facts) => windowOf(facts, LOOKBACK_MS)),
    ask(oktaUser, (facts) => aboutPerson(facts, 'okta', (person) => ({ person }))),
    ask(signIns, (facts) =>
      aboutPerson(facts, 'okta', (person) => ({ person, ...windowOf(facts, LOOKBACK_MS), app: 'QuickBooks' })),
    ),
    ask(factorChanges, (facts) => aboutPerson(facts, 'okta', (person) => ({ person, ...windowOf(facts, 7 * DAY_MS) }))),
  ],
  weigh: [
    weigh(vendor, ({ changedWithinDays, name }) =>
      changedWithinDays !== null && changedWithinDays <= 30
        ? {
            points: 20,
            because: `the record of ${name} was changed ${daysAgo(changedWithinDays)}`,
          }
        : undefined,
    ),
    weigh(payeeHistory, ({ payments, usualAmount, highestAmount }, { transfer }) => {
      if (!transfer) return undefined;
      if (payments === 0 || !usualAmount)
        return { points: 20, because: 'nothing was ever paid to this supplier before' };
      const usual = `usual ${formatAmount({ ...transfer, amount: usualAmount })}`;
      if (highestAmount && isAbove(transfer.amount, highestAmount)) {
        return {
          points: 25,
          because: `${formatAmount(transfer)} is ${times(transfer.amount, usualAmount)} times the usual payment (${usual}) and the highest ever`,
        };
      }
      return { points: -15, because: `the amount is within what this supplier is usually paid (${usual})` };
    }),
    ({ lastSeen, tunables }) =>
      tunables.isBusinessHour(lastSeen) ? undefined : { points: 5, because: 'it happened outside your business hours' },
    ({ transfer, tunables }) => {
      const threshold = transfer && tunables.transactionThreshold[transfer.currency];
      if (!transfer || !threshold || !isAbove(transfer.amount, threshold)) return undefined;
      return {
        points: 10,
        because: `above your TransactionThreshold of ${formatAmount({ ...transfer, amount: threshold })}`,
      };
    },
    weigh(transactions, ({ transactions: rows }) => {
      const byApi = rows.find((row) => isMachine(row.createdBy) || isMachine(row.lastModifiedBy));
      return byApi && { points: 20, because: 'the payment was made by an API client, not by a person' };
    }),
    weigh(signIns, ({ newNetworks, withoutMfa }) => {
      if (newNetworks.length === 0 && withoutMfa === 0)
        return { points: -10, because: 'signed in from the usual places with a second factor' };
      const parts = [
        newNetworks[0] && `from a network never seen before (${newNetworks[0]})`,
        withoutMfa > 0 && 'without a second factor',
      ];
      return { points: 20, because: `a sign-in ${parts.filter(Boolean).join(' and ')} came before it` };
    }),
  ],
  tells: [signIns, factorChanges, vendor, billPayment],
  pageAt: 40,
  steps: [
    decide({
      key: 'payment',
      role: 'finance',
      quorum: 2,
      question,
      choices: [
        {
          id: 'stop',
          label: 'We did not agree',
          quorum: 1,
          danger: true,
          words:
            'One of you is enough to say so. The next question is then whether to void the payment in QuickBooks, which needs two of you.',
        },
        {
          id: 'confirm',
          label: 'I called them: agreed',
          quorum: 2,
          words:
            'You called the supplier on the number you held before the change, and they confirmed. Two of you have to say this.',
        },
      ],
      deadline: {
        at: answerBy,
        onSilence: 'escalate',
        words:
          'If nobody answers, Cordon confirms nothing and asks your deputies and tells your managers. It cannot hold the payment: QuickBooks has no hold.',
      },
    }),
    act({
      key: 'void',
      role: 'finance',
      quorum: 2,
      after: { key: 'payment', choice: 'stop' },
      action: voidBillPayment,
      accounts: () => [],
      with: (facts) =>
        onTransfer(facts, ({ id, amount, currency, payee }) => ({
          paymentId: id,
          payee: payee.name,
          amount,
          currency,
        })),
      deadline: {
        at: answerBy,
        onSilence: 'escalate',
        words: 'If nobody answers, the payment stays as it is in QuickBooks, deputies are asked and managers told.',
      },
    }),
    handOver({
      key: 'bank',
      role: 'finance',
      quorum: 1,
      after: { key: 'payment', choice: 'stop' },
      task: (facts) => ({
        title: "Call your bank's fraud desk",
        words: `Voiding in QuickBooks does not recall money already sent. Call the fraud desk of the bank it leaves from now, ask for a recall${facts.transfer ? ` of ${formatAmount(facts.transfer)}` : ''}, and write down the reference.`,
      }),
    }),
    act({
      key: 'clear-okta-sessions',
      role: 'security',
      quorum: 1,
      action: clearSessions,
      accounts: accountsOf,
      with: oktaTarget,
    }),
  ],
});

const daysAgo = (days: number): string => ['today', 'yesterday'][days] ?? `${days} days ago`;

type Transfer = NonNullable<Facts['transfer']>;

function onTransfer<Input>(facts: Facts, build: (transfer: Transfer) => Input): Input | Cannot {
  return facts.transfer ? build(facts.transfer) : cannot('The detection names no payment.');
}

function onPayee<Input>(facts: Facts, build: (vendorId: string) => Input): Input | Cannot {
  const vendorId = facts.transfer?.payee.id;
  return vendorId ? build(vendorId) : cannot("The detection does not name the supplier's record.");
}

/** QuickBooks shows what was done by an API client under names like "API API". */
const isMachine = (name: string | null): boolean => name !== null && /\bapi\b/i.test(name);

/** An hour before the money leaves, so that there is time left to act on the answer; at the latest in two hours. */
function answerBy({ transfer, now }: Facts): Date {
  const due = transfer?.dueAt ? new Date(transfer.dueAt).getTime() - HOUR_MS : Number.POSITIVE_INFINITY;
  return new Date(Math.max(now.getTime(), Math.min(due, now.getTime() + ANSWER_WITHIN_MS)));
}

/** Moments in ISO 8601; whoever draws them shows the reader's own time. */
const inUtc = (time: string): string => new Date(time).toISOString();

function question(facts: Facts) {
  const { transfer } = facts;
  if (!transfer) return cannot('The detection names no payment.');
  const found = facts.finding(vendor);
  const changed = found
    ? `Their record in QuickBooks was last changed ${inUtc(found.updated)}; QuickBooks does not tell what in it.`
    : '';
  const due = transfer.dueAt ? ` It is due ${inUtc(transfer.dueAt)}.` : '';
  return {
    title: `Did you agree to new bank details for ${transfer.payee.name}?`,
    words: `A payment of ${formatAmount(transfer)} to them is in QuickBooks.${due} ${changed} To confirm it, two of you must have called them on the number you held before the change.`,
    bound: { Payee: transfer.payee.name, Amount: formatAmount(transfer), Payment: transfer.id },
  };
}
