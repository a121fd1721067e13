-- The copy of what the chain says beside channels: leases, nodes, offers, records, balances.

-- Up to which block it was read, and from which contracts. Where they change, it is read anew.
create table market_head (
  singleton boolean primary key default true check (singleton),
  block_number bigint not null,
  contracts text not null
);

-- What the chain says of one subject at the end of each block that changed it. The current value is that of the highest
-- block, and a reorganisation deletes rows. Values that a deeper one replaces are pruned.
create table facts (
  kind text not null check (kind in ('lease', 'node', 'class', 'counter', 'offer', 'key', 'tier', 'record', 'buyer', 'terms')),
  subject text not null,
  block_number bigint not null,
  value jsonb not null,
  primary key (kind, subject, block_number)
);
create index facts_block on facts (block_number);
create index facts_operators_nodes on facts ((value->>'operator')) where kind = 'node';

-- Every lease that was opened. `state` repeats that of its current fact. The sender looks at a lease again from the
-- timestamp `look_at` on, and whenever an event changed it.
create table leases (
  lease_id text primary key,
  channel_id text not null,
  operator text not null,
  buyer text not null,
  token text not null,
  continues text not null,
  terms jsonb not null,
  opened_block bigint not null,
  state text not null,
  look_at bigint not null default 0
);
create index leases_look on leases (look_at) where state <> 'final';
create index leases_channel on leases (channel_id);
create index leases_continues on leases (continues);
create index leases_opened on leases (opened_block);
create index leases_operator on leases (operator) where state <> 'final';

-- Offers that were posted here. Whether one can be taken now is decided when it is asked for.
create table offers (
  id text primary key,
  operator text not null,
  node_id text not null,
  class_id bigint not null,
  token text not null,
  price numeric(29) not null,
  kind smallint not null,
  metering smallint not null,
  buyer text not null,
  salt text not null,
  counter text not null,
  uses bigint not null,
  expires_at bigint not null,
  offer jsonb not null,
  signature text not null,
  signer text not null,
  posted_at timestamptz not null default now()
);
create index offers_price on offers (price, id);
create index offers_class on offers (class_id, price, id);
create index offers_operator on offers (operator);

-- What operators signed of their leases: the newest of each.
create table receipts (
  lease_id text primary key,
  issued_at bigint not null,
  receipt jsonb not null,
  signature text not null,
  signer text not null,
  posted_at timestamptz not null default now()
);

-- Calls of Leases that a transaction of the journal carries.
create table lease_steps (
  journal_id bigint not null references journal (id),
  position integer not null,
  lease_id text not null,
  step text not null,
  primary key (journal_id, position)
);
create index lease_steps_lease on lease_steps (lease_id, journal_id);

-- Leases whose call failed: they wait, with the reason.
create table lease_waits (
  lease_id text primary key,
  failures integer not null,
  retry_at timestamptz not null,
  reason text not null
);
