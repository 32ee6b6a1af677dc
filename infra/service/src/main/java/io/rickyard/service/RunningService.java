package io.rickyard.service;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.URI;

/**
 * A service that runs. Closing it stops it: no new requests, then its beans, then its connections.
 */
public final class RunningService implements AutoCloseable {

  private final String name;
  private final ApplicationContext context;
  private final EmbeddedServer server;

  RunningService(String name, ApplicationContext context, EmbeddedServer server) {
    this.name = name;
    this.context = context;
    this.server = server;
  }

  /** Its application name. */
  public String name() {
    return name;
  }

  /** Where it listens, with the port it really got. */
  public URI url() {
    return server.getURI();
  }

  /** Its beans, for whoever composes services and for tests. */
  public ApplicationContext context() {
    return context;
  }

  @Override
  public void close() {
    server.stop();
    context.close();
  }
}
