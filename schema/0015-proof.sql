-- A checkpoint signs a hash tree beside the chain, and says under which key it was signed.
ALTER TABLE audit_checkpoint ADD COLUMN origin TEXT NOT NULL DEFAULT ''; -- names the key; '' the first
ALTER TABLE audit_checkpoint ADD COLUMN tree BYTEA; -- complete subtrees (RFC 6962), largest first
