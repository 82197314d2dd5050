-- 统一身份认证: who else may vouch for a person. A provider is set up by an administrator, switched off; nothing that it says
-- makes a user or a right: only what an administrator linked signs anybody in.
create table sso_provider (
  id uuid primary key,
  -- Whose provider it is: a district's, or under 000000 the installation's, which every district may link to.
  district_id text not null,
  kind text not null check (kind in ('oidc', 'cas', 'ldap')),
  label text not null,
  -- What is no secret: addresses, the client's id, the filter.
  settings jsonb not null,
  secret_key bytea,
  secret bytea,
  enabled boolean not null default false,
  created_at timestamptz not null,
  removed_at timestamptz,
  check ((secret is null) = (secret_key is null)),
  check (removed_at is null or (secret is null and not enabled))
);
create unique index sso_provider_labels on sso_provider (district_id, label) where removed_at is null;

-- Which identity of a provider is which user. One identity is one user's, and a user has one with each provider.
create table sso_identity (
  provider_id uuid not null references sso_provider (id),
  subject text not null check (length(subject) between 1 and 255),
  user_id uuid not null references app_user (id),
  linked_by text not null,
  linked_at timestamptz not null,
  last_used_at timestamptz,
  primary key (provider_id, subject),
  unique (provider_id, user_id)
);
create index sso_identity_by_user on sso_identity (user_id);

-- 待关联: who was vouched for and is nobody here yet. What the provider calls them is sealed; the rows are few and expire.
create table sso_pending (
  provider_id uuid not null references sso_provider (id),
  subject text not null check (length(subject) between 1 and 255),
  shown_key bytea not null,
  shown bytea not null,
  times integer not null default 1,
  first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (provider_id, subject)
);

-- 仅用统一身份认证登录: the password is refused as long as this stands.
alter table app_user add column password_off boolean not null default false;
-- More than a password was asked for elsewhere: no second factor has to be set up here.
alter table session add column strong boolean not null default false;
