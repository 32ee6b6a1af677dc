package io.rickyard.persistence;

/**
 * How an outbox fares.
 *
 * @param published commits whose messages the brokers have
 * @param relayed commits that were found in the table, not handed over in memory
 * @param retries how often messages had to be sent again
 * @param queued commits that wait in memory now
 */
public record OutboxStatus(long published, long relayed, long retries, int queued) {}
