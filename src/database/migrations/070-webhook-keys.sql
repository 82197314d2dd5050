-- 换签名密钥: since when an endpoint signs with its present key, and until when the one before signs beside it. The key itself
-- lies sealed in secrets, as the present one does.
alter table webhook_endpoint add column key_since timestamptz;
alter table webhook_endpoint add column old_key_until timestamptz;
