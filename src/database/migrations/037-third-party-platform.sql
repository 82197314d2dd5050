-- 第三方平台 of 微信: what a city or a province has registered, by which 公众号 are read whose administrators gave their right by scanning.

-- One a district. `appid` is told to everybody who scans; AppSecret, Token and EncodingAESKey are sealed by the vault, as are
-- the newest ticket (component_verify_ticket) and the platform's own token made of it.
create table weixin_component (
  district_id text not null references district (id),
  appid text not null,
  -- Where WeChat and the administrators' browsers reach this installation, such as https://example.cn.
  address text not null,
  secrets_key bytea not null,
  secrets bytea not null,
  ticket_key bytea,
  ticket bytea,
  ticket_at timestamptz,
  token_key bytea,
  token bytea,
  token_until timestamptz,
  version integer not null default 1,
  set_by text not null,
  set_at timestamptz not null,
  primary key (district_id),
  check (num_nonnulls(ticket_key, ticket, ticket_at) in (0, 3)),
  check (num_nonnulls(token_key, token, token_until) in (0, 3))
);
create index weixin_component_by_appid on weixin_component (appid);

-- What WeChat said last of each 公众号: its right given or taken back, and when. What comes again or late changes nothing.
create table weixin_grant (
  district_id text not null references district (id),
  appid text not null,
  state text not null check (state in ('given', 'withdrawn')),
  changed_at timestamptz not null,
  primary key (district_id, appid)
);
