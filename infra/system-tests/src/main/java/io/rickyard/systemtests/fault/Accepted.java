package io.rickyard.systemtests.fault;

import java.util.UUID;

/**
 * A task that was acknowledged with 202.
 *
 * @param id its id
 * @param key the idempotency key under which it was asked for
 * @param kind what was asked for
 */
record Accepted(UUID id, String key, TaskKind kind) {}
