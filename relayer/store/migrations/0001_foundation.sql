-- Amounts are numeric(29): 96 bits. Hashes and addresses are text, 0x and lower case.

-- The one deployment whose vouchers this database holds.
create table deployment (
  singleton boolean primary key default true check (singleton),
  chain_id bigint not null,
  escrow text not null
);

-- The last block whose events were applied. Whoever applies a block locks the row for update; whoever reads channels to
-- decide on them locks it for share.
create table chain_head (
  singleton boolean primary key default true check (singleton),
  block_number bigint not null,
  block_hash text not null,
  block_timestamp bigint not null
);

-- The latest canonical blocks, to find where a reorganisation began.
create table blocks (
  block_number bigint primary key,
  block_hash text not null
);

create table channels (
  channel_id text primary key,
  payer text not null,
  controller text not null,
  operator text not null,
  token text not null,
  signer text not null,
  nonce numeric(78) not null,
  opened_block bigint not null
);
create index channels_opened on channels (opened_block);
create index channels_payer on channels (payer);

-- A channel at the end of each block that changed it. The current state is the row of the highest block, the state at a
-- depth is the highest row not above it, and a reorganisation deletes rows. Rows that a deeper one replaces are pruned.
create table channel_states (
  channel_id text not null,
  block_number bigint not null,
  phase text not null check (phase in ('open', 'closing', 'closed')),
  deposited numeric(29) not null,
  settled numeric(29) not null,
  closes_at bigint not null,
  by_amount boolean not null,
  primary key (channel_id, block_number)
);
create index channel_states_block on channel_states (block_number);

-- What was paid on chain, by whomever.
create table settlements (
  channel_id text not null,
  settled numeric(29) not null,
  block_number bigint not null,
  tx_hash text not null,
  primary key (channel_id, settled)
);
create index settlements_block on settlements (block_number);

-- The highest voucher of each channel, and what became of it. `deposited`, `settled` and `phase` repeat the channel's
-- state at the head. `sent` is the highest amount that a transaction in flight carries.
create table vouchers (
  channel_id text primary key,
  operator text not null,
  token text not null,
  signer text not null,
  salt text not null,
  cumulative numeric(29) not null,
  signature text not null,
  received_at timestamptz not null default now(),
  unsettled_since timestamptz not null default now(),
  deposited numeric(29) not null,
  settled numeric(29) not null,
  phase text not null,
  sent numeric(29) not null default 0,
  failures integer not null default 0,
  retry_at timestamptz,
  set_aside text,
  due boolean generated always as (phase <> 'closed' and least(cumulative, deposited) > greatest(settled, sent)) stored,
  unsettled boolean generated always as (phase <> 'closed' and least(cumulative, deposited) > settled) stored
);
create index vouchers_due on vouchers (operator, token) where due;
create index vouchers_unsettled on vouchers (operator, token) where unsettled;

-- A key belongs to one instance at a time. The fence grows with each new holder; every write to the journal checks it.
create table key_leases (
  sender text primary key,
  holder text not null,
  fence bigint not null,
  expires_at timestamptz not null
);

-- The truth about what was sent. One row is one nonce of one key.
create table journal (
  id bigint generated always as identity primary key,
  sender text not null,
  nonce bigint not null,
  state text not null check (state in ('signed', 'sent', 'mined', 'final', 'reverted', 'lost')),
  -- The vouchers were given back before the end: what was sent last under this nonce carries none.
  given_up text,
  reason text not null,
  claims integer not null,
  gas_limit bigint not null,
  created_at timestamptz not null default now(),
  mined_block bigint,
  mined_hash text,
  mined_tx text,
  gas_used bigint,
  gas_price numeric(78),
  finished_at timestamptz,
  unique (sender, nonce)
);
create index journal_live on journal (sender, nonce) where state in ('signed', 'sent', 'mined');

-- All bytes ever signed for a nonce, committed before they are broadcast.
create table attempts (
  tx_hash text primary key,
  journal_id bigint not null references journal (id),
  number integer not null,
  raw text not null,
  max_fee numeric(78) not null,
  max_tip numeric(78) not null,
  fence bigint not null,
  signed_at timestamptz not null default now(),
  broadcast_at timestamptz,
  broadcasts integer not null default 0,
  last_answer text,
  unique (journal_id, number)
);

create table batch_items (
  journal_id bigint not null references journal (id),
  position integer not null,
  group_position integer not null,
  channel_id text not null,
  operator text not null,
  token text not null,
  cumulative numeric(29) not null,
  -- paid, elsewhere, or skipped with its reason; null until the transaction is final
  outcome text,
  primary key (journal_id, position)
);
create index batch_items_channel on batch_items (channel_id, journal_id);

-- What changed: the source of the event stream, and the audit log of the sender. Rows are read in the order (tx, id), and
-- only below the oldest transaction that is still open, so that none appears behind one that was read.
create table progress (
  id bigint generated always as identity primary key,
  tx xid8 not null default pg_current_xact_id(),
  at timestamptz not null default now(),
  kind text not null,
  batch_id bigint,
  channel_id text,
  detail jsonb not null default '{}'
);
create index progress_order on progress (tx, id);
create index progress_at on progress (at);

-- Requests that came with an idempotency key, and what was answered.
create table idempotency (
  key text primary key,
  request_hash text not null,
  created_at timestamptz not null default now(),
  status integer,
  body text
);
create index idempotency_created on idempotency (created_at);
