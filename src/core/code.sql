-- use: core/code.h

-- code_next: value (scope text)
INSERT INTO number_block (scope, next) VALUES (:scope, 2)
ON CONFLICT (scope) DO UPDATE SET next = number_block.next + 1
RETURNING next - 1;
