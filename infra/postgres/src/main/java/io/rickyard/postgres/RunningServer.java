package io.rickyard.postgres;

/**
 * A server that answered as the right role and showed that it serves the right data.
 *
 * @param process its main process
 * @param port where it listens, on 127.0.0.1
 * @param systemIdentifier the number initdb gave its data
 * @param adopted whether it already ran and was recognized, instead of being started
 */
public record RunningServer(
    ServerProcess process, int port, long systemIdentifier, boolean adopted) {}
